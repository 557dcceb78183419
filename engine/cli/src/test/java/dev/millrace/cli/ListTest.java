package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.engine.artifact.ArtifactFile;
import dev.millrace.engine.artifact.Manifest;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.ProjectLoader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Listing and selecting from the command line. */
class ListTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void aProjectWithTestsAndASelector() throws IOException {
    write("dbt_project.yml", "name: small\nversion: '1.0'\n");
    write(
        "models/feed.sql",
        "{{ config(materialized='streaming_source', connector='datagen') }}\nid BIGINT");
    write("models/copy.sql", "SELECT id FROM {{ ref('feed') }}");
    write(
        "models/all.yml",
        """
        models:
          - name: copy
            columns: [{name: id, data_tests: [not_null]}]
        sources:
          - name: raw
            tables: [{name: events}]
        unit_tests:
          - name: adds
            model: copy
            given: [{input: ref('feed'), rows: [{id: 1}]}]
            expect: {rows: [{id: 1}]}
        """);
    write(
        "tests/both.sql", "SELECT c.id FROM {{ ref('copy') }} c JOIN {{ ref('feed') }} f ON TRUE");
    write("selectors.yml", "selectors: [{name: copies, definition: {method: fqn, value: copy}}]\n");
  }

  @Test
  void everyKindIsShownInDbtsForm() {
    assertThat(run("ls")).isZero();
    assertThat(lines())
        .containsExactly(
            "small.copy",
            "small.feed",
            "source:small.raw.events",
            "small.both",
            "small.not_null_copy_id",
            "unit_test:small.copy.adds");
  }

  @Test
  void typesAreChosenAndLeftOut() {
    assertThat(run("ls", "--resource-type", "test", "unit_test")).isZero();
    assertThat(lines()).hasSize(3);
    assertThat(run("ls", "--exclude-resource-type", "test", "--exclude-resource-type", "unit_test"))
        .isZero();
    assertThat(lines()).containsExactly("small.copy", "small.feed", "source:small.raw.events");
    assertThat(run("ls", "--resource-type", "modle")).isEqualTo(2);
    assertThat(said(err)).contains("modle", "model");
  }

  @Test
  void jsonHasDbtsKeysOrThoseThatAreAskedFor() {
    assertThat(run("ls", "--output", "json", "-s", "source:raw")).isZero();
    assertThat(said(out))
        .contains("\"source_name\":\"raw\"", "\"depends_on\":{", "\"resource_type\":\"source\"");
    assertThat(
            run(
                "ls",
                "--output",
                "json",
                "-s",
                "feed",
                "--resource-type",
                "model",
                "--output-keys",
                "name",
                "config.materialized"))
        .isZero();
    assertThat(said(out))
        .isEqualTo("{\"name\":\"feed\",\"config.materialized\":\"streaming_source\"}\n");
    assertThat(run("ls", "--output-keys", "name")).isEqualTo(2);
    assertThat(said(err)).contains("--output json");
  }

  @Test
  void aSelectorOfTheProjectChooses() {
    assertThat(run("ls", "--selector", "copies", "--resource-type", "model")).isZero();
    assertThat(lines()).containsExactly("small.copy");
    assertThat(run("ls", "--selector", "nobody")).isEqualTo(2);
    assertThat(said(err)).contains("U002", "nobody");
    assertThat(run("ls", "--selector", "copies", "-s", "feed")).isEqualTo(2);
  }

  @Test
  void testsComeAlongAsIndirectSelectionSays() {
    assertThat(run("ls", "-s", "copy", "--indirect-selection", "eager")).isZero();
    assertThat(lines()).contains("small.both", "small.not_null_copy_id");
    assertThat(run("ls", "-s", "copy", "--indirect-selection", "cautious")).isZero();
    assertThat(lines()).contains("small.not_null_copy_id").doesNotContain("small.both");
    assertThat(run("ls", "-s", "copy", "--indirect-selection", "buildable")).isZero();
    assertThat(lines()).contains("small.not_null_copy_id", "small.both");
    assertThat(run("ls", "-s", "copy", "--indirect-selection", "empty")).isZero();
    // A unit test's own name begins with that of its model.
    assertThat(lines()).containsExactly("small.copy", "unit_test:small.copy.adds");
    assertThat(run("ls", "-s", "copy", "--indirect-selection", "shy")).isEqualTo(2);
  }

  @Test
  void whatHasChangedSinceAnOlderManifestIsFound() throws IOException {
    ArtifactFile.write(
        "manifest.json",
        new Manifest(new ProjectLoader().load(LoadRequest.of(folder)), Map.of()).tree(),
        folder.resolve("older"));
    write("models/copy.sql", "SELECT id + 1 AS id FROM {{ ref('feed') }}");

    assertThat(run("ls", "-s", "state:modified", "--state", "older", "--resource-type", "model"))
        .isZero();
    assertThat(lines()).containsExactly("small.copy");
    assertThat(run("ls", "-s", "state:modified", "--state", "nowhere")).isEqualTo(2);
    assertThat(said(err)).contains("nowhere");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private List<String> lines() {
    return said(out).lines().toList();
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    return Main.run(
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("MILLRACE_DATA_DIR", folder.resolve("data").toString()),
            folder,
            folder,
            folder),
        arguments);
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
