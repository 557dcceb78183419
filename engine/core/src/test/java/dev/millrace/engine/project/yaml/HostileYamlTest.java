package dev.millrace.engine.project.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.problem.Problem;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileYamlTest {
  private static Problem refusal(String text) {
    YamlDocument document = new YamlReader().read(text, "models/hostile.yml");
    assertThat(document.readable()).isFalse();
    assertThat(document.root().entries()).isEmpty();
    assertThat(document.problems()).hasSize(1);
    Problem problem = document.problems().getFirst();
    assertThat(problem.position()).isPresent();
    assertThat(problem.message()).doesNotContain("\n");
    return problem;
  }

  private static String chain(int links) {
    StringBuilder text = new StringBuilder("a0: &a0 {x0: 1}\n");
    for (int i = 1; i < links; i++) {
      text.append("a%d: &a%d {<<: *a%d, x%d: 1}\n".formatted(i, i, i - 1, i));
    }
    return text.toString();
  }

  private static String bomb() {
    StringBuilder text = new StringBuilder("a0: &a0 {x: 1}\n");
    for (int i = 1; i < 40; i++) {
      text.append("a%d: &a%d {p: *a%d, q: *a%d}\n".formatted(i, i, i - 1, i - 1));
    }
    return text.toString();
  }

  private static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("a bomb of aliases", bomb(), "unfold"),
        Arguments.of("a long chain of merges", chain(20_000), "merges of this file"),
        Arguments.of("a merge of itself", "a: &a {<<: *a}\n", "contains itself"),
        Arguments.of("a tag of Python", "a: !!python/object/apply:os.system ['id']\n", "tag"),
        Arguments.of("a tag of Java", "a: !!javax.script.ScriptEngineManager []\n", "tag"),
        Arguments.of("a tag of its own", "a: !evil x\n", "tag"),
        Arguments.of("no number", "a: !!int abc\n", "This is no number"),
        Arguments.of(
            "a number of many digits", "a: !!int " + "9".repeat(100_000) + "\n", "no number"),
        Arguments.of("lists in lists", "a: " + "[".repeat(100_000), "nested deeper"),
        Arguments.of("mappings in mappings", "{a: ".repeat(50_000), "nested deeper"),
        Arguments.of("dashes", "- ".repeat(50_000) + "x", "nested deeper"),
        Arguments.of("a null character", "a: 1\nb: x\0y\n", "U+0000"),
        Arguments.of("half of a character", "a: \ud800\n", "U+D800"),
        Arguments.of("no character", "a: \"\\UFFFFFFFF\"\n", "no character"),
        Arguments.of("a line of 50 MB", "a: " + "x".repeat(50_000_000) + "\n", "larger than"),
        Arguments.of("a long line", "a: 1\nb: " + "x".repeat(1_000_000), "line is longer"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void isRefusedWithOneSentenceAndItsPlace(String what, String text, String said) {
    assertThat(refusal(text).message()).as(what).contains(said);
  }

  @Test
  void tellsWhereAForbiddenCharacterStands() {
    assertThat(refusal("a: 1\nb: x\0y\n").position().orElseThrow().toString())
        .isEqualTo("models/hostile.yml:2:5");
  }

  @Test
  void tellsOfEveryKeyThatStandsTwice() {
    YamlDocument document = new YamlReader().read("a: 1\na: 2\na: 3\n", "a.yml");

    assertThat(document.readable()).isTrue();
    assertThat(document.problems()).hasSize(2);
  }

  @Test
  void passesOverAByteOrderMark() {
    assertThat(new YamlReader().read("\uFEFFa: 1\n", "a.yml").root().entries()).containsKey("a");
  }
}
