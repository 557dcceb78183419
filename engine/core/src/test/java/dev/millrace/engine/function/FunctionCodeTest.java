package dev.millrace.engine.function;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.jar.JarContent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionCodeTest {
  private static final String FIRST = "class First { long of(long x) { return Helper.twice(x); } }";
  private static final String HELPER =
      "class Helper { static long twice(long x) { return 2 * x; } }";

  @TempDir Path folder;
  private int built;

  private static Jars project() {
    return new Jars()
        .source("First", FIRST)
        .source("Helper", HELPER)
        .source("Other", "class Other { int of() { return 1; } }");
  }

  private String code(Jars... jars) throws IOException {
    List<Jar> files =
        java.util.Arrays.stream(jars)
            .map(each -> each.build(folder.resolve(built++ + ".jar")))
            .map(FunctionCodeTest::jar)
            .toList();
    return FunctionCode.digest("First", files);
  }

  private static Jar jar(Path file) {
    try {
      return new Jar(file, JarContent.digest(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anotherBuildOfTheSameCodeIsTheSame() throws IOException {
    assertThat(code(project())).isEqualTo(code(project())).hasSize(64);
    assertThat(JarContent.digest(project().build(folder.resolve("a.jar"))))
        .isEqualTo(JarContent.digest(project().build(folder.resolve("b.jar"))));
  }

  @Test
  void commentsAndOtherClassesDoNotCount() throws IOException {
    Jars commented =
        project()
            .source("First", "// why\n\n" + FIRST)
            .source("Other", "class Other { int of() { return 2; } }")
            .resource("META-INF/MANIFEST.MF", "Built-By: somebody\n");
    assertThat(code(commented)).isEqualTo(code(project()));
    assertThat(JarContent.digest(commented.build(folder.resolve("a.jar"))))
        .isNotEqualTo(JarContent.digest(project().build(folder.resolve("b.jar"))));
  }

  @Test
  void whatItCallsCounts() throws IOException {
    assertThat(code(project().source("Helper", HELPER.replace("2 *", "3 *"))))
        .isNotEqualTo(code(project()));
  }

  @Test
  void whatStandsInTypesAloneCounts() throws IOException {
    Jars before =
        new Jars()
            .source("First", "class First { Kept kept; java.util.List<Held> held; }")
            .source("Kept", "class Kept { int x; }")
            .source("Held", "class Held { int x; }");
    String digest = code(before);
    assertThat(code(before.source("Kept", "class Kept { long x; }"))).isNotEqualTo(digest);
    assertThat(
            code(
                before
                    .source("Kept", "class Kept { int x; }")
                    .source("Held", "class Held { long x; }")))
        .isNotEqualTo(digest);
  }

  @Test
  void aClassThatIsLoadedByItsNameCounts() throws IOException {
    Jars before =
        project()
            .source(
                "First",
                "class First { Object of() throws Exception { return"
                    + " Class.forName(\"Other\").getDeclaredConstructor().newInstance(); } }");
    String digest = code(before);
    assertThat(code(before.source("Other", "class Other { int of() { return 2; } }")))
        .isNotEqualTo(digest);
  }

  @Test
  void namesOfParametersCountSinceFlinkCallsStateByThem() throws IOException {
    assertThat(
            code(
                project()
                    .source("First", FIRST.replace("(long x)", "(long y)").replace("(x)", "(y)"))))
        .isNotEqualTo(code(project()));
  }

  @Test
  void filesThatItMayReadCount() throws IOException {
    assertThat(code(project().resource("rates.csv", "EUR,1\n")))
        .isNotEqualTo(code(project().resource("rates.csv", "EUR,2\n")));
  }

  @Test
  void theFirstOfTwoClassesOfOneNameIsTheOne() throws IOException {
    Jars old = new Jars().source("Helper", HELPER.replace("2 *", "3 *"));
    assertThat(code(project(), old)).isEqualTo(code(project()));
    assertThat(code(old, project())).isNotEqualTo(code(project()));
  }

  @Test
  void whatIsNoClassIsComparedByteByByte() throws IOException {
    assertThat(code(new Jars().resource("First.class", "no class")))
        .isNotEqualTo(code(new Jars().resource("First.class", "not either")));
  }
}
