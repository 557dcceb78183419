package dev.millrace.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphTextTest {
  @TempDir private Path folder;

  @Test
  void aNodeThatIsMetAgainIsNotUnfoldedTwice() throws IOException {
    Files.writeString(folder.resolve("dbt_project.yml"), "name: small\nversion: '1.0'\n");
    Path models = Files.createDirectories(folder.resolve("models"));
    Files.writeString(models.resolve("a.sql"), "SELECT 1 AS x");
    Files.writeString(models.resolve("b.sql"), "SELECT x FROM {{ ref('a') }}");
    Files.writeString(
        models.resolve("c.sql"),
        "SELECT a.x FROM {{ ref('a') }} AS a JOIN {{ ref('b') }} AS b ON a.x = b.x");
    Files.writeString(models.resolve("d.sql"), "SELECT x FROM {{ ref('c') }}");

    assertThat(GraphText.of(new ProjectLoader().load(LoadRequest.of(folder))))
        .isEqualTo(
            """
            a  view
            ├─ b  view
            │  └─ c  view
            │     └─ d  view
            └─ c  view  (see above)\
            """);
  }
}
