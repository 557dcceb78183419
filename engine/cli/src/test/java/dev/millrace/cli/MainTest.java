package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.options.Surroundings;
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

class MainTest {
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @BeforeEach
  void aSmallProject() throws IOException {
    write("dbt_project.yml", "name: small\nversion: '1.0'\n");
    write(
        "models/feed.sql",
        "{{ config(materialized='streaming_source', connector='datagen') }}\nid BIGINT");
    write("models/copy.sql", "SELECT id FROM {{ ref('feed') }}");
  }

  @Test
  void withoutACommandHelpIsPrinted() {
    assertThat(run()).isZero();
    assertThat(said(out)).contains("Usage: millrace", "plan", "demo", "Exit codes");
  }

  @Test
  void nodesAreListedInDbtsForms() {
    assertThat(run("ls")).isZero();
    assertThat(said(out).lines()).containsExactlyInAnyOrder("small.feed", "small.copy");
    assertThat(run("ls", "--output", "name", "--select", "feed+1", "--exclude", "feed")).isZero();
    assertThat(said(out)).isEqualTo("copy\n");
    assertThat(run("list", "--output", "json", "--select", "copy")).isZero();
    assertThat(said(out))
        .contains("\"unique_id\":\"model.small.copy\"", "\"nodes\":[\"model.small.feed\"]");
    assertThat(run("ls", "--output", "path", "--resource-type", "source")).isZero();
    assertThat(said(out)).isEmpty();
  }

  @Test
  void aSelectionThatMatchesNothingWarnsAndSucceeds() {
    assertThat(run("ls", "--select", "nobody")).isZero();
    assertThat(said(out)).isEmpty();
    assertThat(said(err)).contains("warning", "nobody");
  }

  @Test
  void aFaultyProjectListsWhatItHasAndEndsWithTwo() throws IOException {
    write("models/bad.sql", "SELECT id FROM {{ ref('fed') }}");
    assertThat(run("ls")).isEqualTo(2);
    assertThat(said(err)).contains("P006", "models/bad.sql:1:", "fed", "feed");
  }

  @Test
  void aCallThatIsWrongEndsWithTwoAndSaysWhy() {
    assertThat(run("run", "--no-such-option")).isEqualTo(2);
    assertThat(said(err)).contains("--no-such-option");
    assertThat(run("ls", "--threads", "0")).isEqualTo(2);
    assertThat(said(err)).contains("--threads must be at least 1");
    assertThat(run("ls", "--vars", "[1")).isEqualTo(2);
    assertThat(said(err)).contains("--vars is not valid YAML");
    assertThat(run("ls", "--vars", "just text")).isEqualTo(2);
    assertThat(said(err)).contains("must be a mapping");
    assertThat(run("show")).isEqualTo(2);
    assertThat(said(err)).contains("needs a model, a query or a notebook");
    assertThat(run("show", "--inline", "SELECT 1", "--select", "copy")).isEqualTo(2);
    assertThat(said(err)).contains("one of --select, --inline and --file");
    assertThat(run("show", "--inline", "SELECT 1", "--export", "rows.parquet")).isEqualTo(2);
    assertThat(said(err)).contains(".csv, .json or .jsonl");
    assertThat(run("show", "--file", "analyses/none.sql")).isEqualTo(2);
    assertThat(said(err)).contains("There is no file analyses/none.sql");
    assertThat(run("show", "--inline", "SELECT *\nFROM {{ ref('fed') }}")).isEqualTo(2);
    assertThat(said(err)).contains("P006 inline:2:9", "Did you mean `feed`?");
    assertThat(run("stop")).isEqualTo(2);
    assertThat(said(err)).contains("Say which jobs to stop", "--all");
  }

  @Test
  void aFolderWithoutProjectSaysWhatIsMissing() throws IOException {
    Files.delete(folder.resolve("dbt_project.yml"));
    assertThat(run("ls")).isEqualTo(2);
    assertThat(said(err)).contains("P001", "dbt_project.yml");
  }

  @Test
  void parsingWritesTheManifestAndCompilesNothing() {
    assertThat(run("parse")).isZero();
    assertThat(folder.resolve("target/manifest.json")).exists();
    assertThat(folder.resolve("target/compiled")).doesNotExist();
  }

  @Test
  void aTypeThatIsWrongIsNoMatterOfParsing() throws IOException {
    write("models/wrong.sql", "SELECT no_such_column FROM {{ ref('feed') }}");
    assertThat(run("parse", "--output", "json")).isZero();
    assertThat(said(out)).contains("\"checked\":false", "\"models\":3");
  }

  @Test
  void textThatIsTypedIsCompiledAsIfItStoodInAModel() {
    assertThat(run("compile", "--inline", "SELECT id FROM {{ ref('feed') }}")).isZero();
    assertThat(said(out)).contains("SELECT id FROM `").doesNotContain("{{");
    assertThat(run("compile", "--inline", "SELECT 1", "--select", "copy")).isEqualTo(2);
    assertThat(said(err)).contains("--inline stands in place");
  }

  @Test
  void cleanDeletesTheTargetFolderAndNothingElse() {
    assertThat(run("parse")).isZero();
    assertThat(folder.resolve("target")).exists();
    assertThat(run("clean", "--output", "json")).isZero();
    assertThat(said(out)).contains("target\"]");
    assertThat(folder.resolve("target")).doesNotExist();
    assertThat(folder.resolve("models/copy.sql")).exists();
    assertThat(run("clean")).isZero();
    assertThat(said(out)).contains("Nothing to delete");
  }

  @Test
  void cleanRefusesWhatIsNotToBeDeletedAndThenDeletesNothing() throws IOException {
    assertThat(run("parse")).isZero();
    for (String target : List.of("..", ".", "models", "models/sub", "/tmp", "target/../models")) {
      write(
          "dbt_project.yml",
          "name: small\nversion: '1.0'\nclean-targets: [target, '" + target + "']\n");
      assertThat(run("clean")).as(target).isEqualTo(2);
      assertThat(said(err)).contains("P009", "clean-targets");
      assertThat(folder.resolve("target")).exists();
      assertThat(folder.resolve("models/copy.sql")).exists();
    }
  }

  @Test
  void cleanFollowsNoLinkOutOfTheProject() throws IOException {
    Path outside = Files.createDirectories(folder.resolve("outside/precious"));
    Path project = folder.resolve("inner");
    Files.createDirectories(project);
    Files.createSymbolicLink(project.resolve("link"), folder.resolve("outside"));
    write("inner/dbt_project.yml", "name: inner\nclean-targets: [link/precious]\n");
    assertThat(run("clean", "--project-dir", "inner")).isEqualTo(2);
    assertThat(outside).exists();

    write("inner/dbt_project.yml", "name: inner\nclean-targets: [link]\n");
    assertThat(run("clean", "--project-dir", "inner")).isZero();
    assertThat(project.resolve("link")).doesNotExist();
    assertThat(outside).exists();
  }

  @Test
  void depsNamesThePackagesThatAreMissing() throws IOException {
    assertThat(run("deps")).isZero();
    write("packages.yml", "packages: [{package: someone/absent, version: 1.0.0}]\n");
    assertThat(run("deps")).isEqualTo(1);
    assertThat(said(err)).contains("P014", "absent");
  }

  @Test
  void retryRunsWhatFailedInTheLastCommand() throws IOException {
    assertThat(run("retry")).isEqualTo(2);
    assertThat(said(err)).contains("run_results.json");
    assertThat(run("compile")).isZero();
    assertThat(run("retry")).isZero();
    assertThat(said(out)).contains("nothing to retry");

    write("models/bad.sql", "SELECT {{ exceptions.raise_compiler_error('no') if execute }}");
    assertThat(run("compile", "--target", "local")).isEqualTo(2);
    write("models/bad.sql", "SELECT 1 AS id");
    assertThat(run("retry", "--output", "json")).isZero();
    assertThat(said(out)).contains("model.small.bad").doesNotContain("model.small.copy");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
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
