package dev.millrace.engine.project.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class YamlReaderTest {
  private static YamlDocument read(String text) {
    return new YamlReader().read(text, "a.yml");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "yes | Boolean true",
        "off | Boolean false",
        "~ | null",
        "12 | Long 12",
        "010 | Long 8",
        "0x1F | Long 31",
        "12:30:45 | Long 45045",
        "1_000 | Long 1000",
        "1.5 | Double 1.5",
        "1e3 | String 1e3",
        "1.5e3 | String 1.5e3",
        "1.5e+3 | Double 1500.0",
        "2020-01-02 | String 2020-01-02",
        "'\"12\"' | String 12",
        "y | String y",
      })
  void plainScalarsHaveTheTypesOfPyYaml(String text, String expected) {
    Object value = read("x: " + text).root().plain().get("x");
    String shown = value == null ? "null" : value.getClass().getSimpleName() + " " + value;
    assertThat(shown).isEqualTo(expected);
  }

  @Test
  void aliasesAndMergesAreFollowed() {
    Map<String, ?> plain =
        read("base: &b {x: 1, y: 2}\nown: {<<: *b, y: 3}\nlist: [*b]\n").root().plain();
    assertThat(plain.get("own")).isEqualTo(Map.of("x", 1L, "y", 3L));
    assertThat(plain.get("list")).isEqualTo(List.of(Map.of("x", 1L, "y", 2L)));
  }

  @Test
  void everyValueKnowsItsPlace() {
    YamlDocument document = read("a:\n  - b: 'text'\n");
    YamlValue.YamlSequence list = (YamlValue.YamlSequence) document.root().get("a").orElseThrow();
    YamlValue.YamlMapping mapping = (YamlValue.YamlMapping) list.elements().getFirst();
    assertThat(mapping.get("b").orElseThrow().position()).hasToString("a.yml:2:8");
  }

  @Test
  void aFileOfCommentsIsAnEmptyMapping() {
    assertThat(read("# nothing\n").root().entries()).isEmpty();
    assertThat(read("\uFEFF").problems()).isEmpty();
  }

  @Test
  void aKeyThatStandsTwiceIsAWarningAndTheLastCounts() {
    YamlDocument document = read("a: 1\na: 2\n");
    assertThat(document.root().plain()).containsEntry("a", 2L);
    assertThat(document.problems()).extracting(Problem::message).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a: [1\n",
        "a: !foo 1\n",
        "a: !!javax.script.ScriptEngineManager [x]\n",
        "a: 1\n---\nb: 2\n",
        "- a\n",
        "a: \tb: c\n",
        "a: &x [*x]\n",
        "a: {{ ref('x') }}\n",
      })
  void whatPyYamlRefusesIsOneErrorWithPlaceAndRemedy(String text) {
    YamlDocument document = read(text);
    assertThat(document.readable()).isFalse();
    assertThat(document.problems()).hasSize(1);
    Problem problem = document.problems().getFirst();
    assertThat(problem.code()).isEqualTo(ProblemCode.YAML_INVALID);
    assertThat(problem.position().orElseThrow().line()).isPositive();
    assertThat(problem.remedy()).isPresent();
  }

  @Test
  void aTemplateWithoutQuotesIsToldHowToQuote() {
    assertThat(read("a: {{ var('x') }}\n").problems().getFirst().remedy())
        .contains("Write it as \"{{ ... }}\"");
  }

  @Test
  void aBombOfAliasesIsRefused() {
    StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 12; i++) {
      String before = "*a" + (i - 1);
      bomb.append("a").append(i).append(": &a").append(i).append(" [");
      bomb.append(String.join(", ", java.util.Collections.nCopies(10, before))).append("]\n");
    }
    YamlDocument document = read(bomb.toString());
    assertThat(document.readable()).isFalse();
    assertThat(document.problems().getFirst().message()).contains("unfold");
  }

  @Test
  void deepNestingIsRefused() {
    assertThat(read("a: " + "[".repeat(500) + "]".repeat(500)).problems().getFirst().message())
        .contains("nested deeper");
  }
}
