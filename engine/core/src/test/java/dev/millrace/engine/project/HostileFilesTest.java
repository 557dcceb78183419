package dev.millrace.engine.project;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.problem.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostileFilesTest {
  @TempDir Path folder;

  private List<Problem> problems(byte[] model) throws IOException {
    ProjectFolder project = new ProjectFolder(folder).file("models/good.sql", "SELECT 1 AS id\n");
    Files.write(project.root().resolve("models/bad.sql"), model);
    Project loaded = new ProjectLoader().load(project.request());
    assertThat(loaded.nodes()).containsOnlyKeys("model.shop.good");
    return loaded.problems();
  }

  private static byte[] bytes(int... bytes) {
    byte[] all = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      all[i] = (byte) bytes[i];
    }
    return all;
  }

  @Test
  void refusesASqlFileThatIsNotUtf8WithTheLineOfTheFault() throws IOException {
    assertThat(problems(bytes('a', '\n', 'b', 0xff, '\n')))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).isEqualTo("The file is not UTF-8 text");
              assertThat(problem.position().orElseThrow().line()).isEqualTo(2);
            });
  }

  @Test
  void refusesABinarySqlFileWithTheLineOfTheNullCharacter() throws IOException {
    assertThat(problems(bytes('a', '\n', '\n', 0, 1)))
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.message()).contains("null character");
              assertThat(problem.position().orElseThrow().line()).isEqualTo(3);
            });
  }

  @Test
  void refusesAHugeSqlFileWithoutReadingIt() throws IOException {
    assertThat(problems(new byte[50_000_000]))
        .singleElement()
        .satisfies(problem -> assertThat(problem.message()).contains("larger than 16 MB"));
  }

  @Test
  void stopsATemplateThatWouldNeverEnd() throws IOException {
    String model =
        "SELECT 1\n"
            + "{% for i in range(1000000) %}{% for j in range(1000000) %}{% endfor %}{% endfor %}";
    ProjectFolder project = new ProjectFolder(folder).file("models/bad.sql", model);

    assertThat(new ProjectLoader().load(project.request()).problems())
        .anySatisfy(
            problem -> {
              // Whichever of the two limits a slow machine meets first.
              assertThat(problem.message()).containsPattern("for (more|longer) than");
              assertThat(problem.position().orElseThrow().line()).isEqualTo(2);
            });
  }
}
