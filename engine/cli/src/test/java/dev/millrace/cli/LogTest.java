package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.options.Surroundings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs, flags and where their values come from. */
class LogTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Map<String, String> environment = new TreeMap<>();

  @BeforeEach
  void aSmallProject() throws IOException {
    write("dbt_project.yml", "name: small\nversion: '1.0'\n");
    write(
        "models/feed.sql",
        "{{ config(materialized='streaming_source', connector='datagen') }}\nid BIGINT");
    write("models/copy.sql", "SELECT id FROM {{ ref('feed') }}");
  }

  @Test
  void aJsonLogHasDbtsNamesAndOneInvocation() throws IOException {
    assertThat(run("ls", "--log-format", "json", "--log-level", "debug")).isZero();

    List<JsonNode> lines = lines();
    assertThat(lines)
        .extracting(line -> line.at("/info/name").asText())
        .containsExactly(
            "MainReportVersion", "MainReportArgs", "ListCmdOut", "ListCmdOut", "CommandCompleted");
    assertThat(lines)
        .extracting(line -> line.at("/info/invocation_id").asText())
        .doesNotContain("");
    assertThat(lines.stream().map(line -> line.at("/info/invocation_id").asText()).distinct())
        .hasSize(1);
    JsonNode listed = lines.get(2);
    List<String> keys = new ArrayList<>();
    listed.path("info").fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactlyInAnyOrder(
            "category",
            "code",
            "extra",
            "invocation_id",
            "level",
            "msg",
            "name",
            "pid",
            "thread",
            "ts");
    assertThat(listed.at("/info/code").asText()).isEqualTo("Z049");
    assertThat(listed.at("/data/msg").asText()).isEqualTo("small.copy");
    assertThat(listed.at("/info/ts").asText())
        .matches("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{6}Z");
  }

  @Test
  void anErrorIsAnEventToo() throws IOException {
    Files.delete(folder.resolve("dbt_project.yml"));

    assertThat(run("--log-format", "json", "ls")).isEqualTo(2);

    assertThat(lines())
        .extracting(line -> line.at("/info/name").asText())
        .containsExactly("MainReportVersion", "MainEncounteredError");
    assertThat(lines().getLast().at("/data/exc").asText()).contains("P001");
  }

  @Test
  void aSelectionThatMatchesNothingIsDbtsWarning() throws IOException {
    assertThat(run("ls", "--select", "nobody", "--log-format", "json")).isZero();

    assertThat(lines())
        .extracting(line -> line.at("/info/code").asText())
        .containsExactly("A001", "M030");
  }

  @Test
  void quietLeavesTheAnswerAndErrors() throws IOException {
    assertThat(run("ls", "--log-format", "json", "--quiet")).isZero();

    assertThat(lines())
        .extracting(line -> line.at("/info/name").asText())
        .containsOnly("ListCmdOut");
  }

  @Test
  void aLogThatCannotBeWrittenStopsNoCommand() throws IOException {
    Files.writeString(folder.resolve("taken"), "a file where a folder should be");

    assertThat(run("ls", "--log-path", "taken")).isZero();

    assertThat(folder.resolve("taken")).hasContent("a file where a folder should be");
  }

  @Test
  void aLogFileIsWrittenWhereAFolderIsNamed() throws IOException {
    assertThat(run("ls", "--log-path", "logs", "--log-format-file", "json")).isZero();

    List<String> lines = Files.readAllLines(folder.resolve("logs/millrace.log"));
    assertThat(JSON.readTree(lines.getLast()).at("/info/name").asText())
        .isEqualTo("CommandCompleted");
    assertThat(said(out)).startsWith("small.copy");
  }

  @Test
  void withoutAFolderThereIsNoLogFile() throws IOException {
    assertThat(run("ls")).isZero();

    assertThat(folder.resolve("logs")).doesNotExist();
  }

  @Test
  void aSecretReachesNoLog() throws IOException {
    environment.put("DBT_ENV_SECRET_KEY", "s3cr3t-value");

    assertThat(run("ls", "--vars", "{key: s3cr3t-value}", "--log-format", "json", "--debug"))
        .isZero();

    assertThat(said(out)).contains("MainReportArgs").doesNotContain("s3cr3t-value");
  }

  @Test
  void optionsMayStandBeforeTheCommand() {
    assertThat(run("--project-dir", folder.toString(), "--no-use-colors", "ls", "-s", "feed"))
        .isZero();
    assertThat(said(out)).isEqualTo("small.feed\n");
  }

  @Test
  void flagsWinOverTheEnvironmentAndThatOverTheProject() throws IOException {
    write("dbt_project.yml", "name: small\nflags: {log_format: json}\n");
    assertThat(run("ls", "-s", "feed")).isZero();
    assertThat(said(out)).contains("\"ListCmdOut\"");

    environment.put("DBT_LOG_FORMAT", "text");
    assertThat(run("ls", "-s", "feed")).isZero();
    assertThat(said(out)).isEqualTo("small.feed\n");

    environment.put("DBT_ENGINE_LOG_FORMAT", "json");
    assertThat(run("ls", "-s", "feed")).isZero();
    assertThat(said(out)).contains("\"ListCmdOut\"");

    environment.put("MILLRACE_LOG_FORMAT", "text");
    assertThat(run("ls", "-s", "feed")).isZero();
    assertThat(said(out)).isEqualTo("small.feed\n");

    assertThat(run("ls", "-s", "feed", "--log-format", "json")).isZero();
    assertThat(said(out)).contains("\"ListCmdOut\"");
  }

  @Test
  void aFlagThatTheEnvironmentSetsCanBeUnset() throws IOException {
    environment.put("DBT_QUIET", "1");
    assertThat(run("ls", "--log-format", "json", "--no-quiet")).isZero();

    assertThat(lines())
        .extracting(line -> line.at("/info/name").asText())
        .contains("MainReportVersion");
  }

  @Test
  void flagsOfScriptsAroundDbtAreTaken() {
    assertThat(
            run(
                "ls",
                "--no-version-check",
                "--no-partial-parse",
                "--no-send-anonymous-usage-stats",
                "--printer-width",
                "80"))
        .isZero();
    assertThat(said(err)).isEmpty();
  }

  @Test
  void flagsThatWouldChangeTheMeaningAreRefusedWithASentence() {
    for (String flag : List.of("--defer", "--empty")) {
      assertThat(run("ls", flag)).as(flag).isEqualTo(2);
      assertThat(said(err)).contains("U001", flag + " is not supported");
    }
    assertThat(run("ls", "--sample=3 days")).isEqualTo(2);
  }

  @Test
  void anUnknownFlagIsRefusedWithANearOne() {
    assertThat(run("ls", "--profles-dir", "x")).isEqualTo(2);
    assertThat(said(err)).contains("--profles-dir", "--profiles-dir");
  }

  @Test
  void warningsAreErrorsWhenThatIsWanted() {
    assertThat(run("ls", "--select", "nobody", "--warn-error")).isEqualTo(1);
  }

  @Test
  void warningsAreErrorsByNameOrAllButSome() throws IOException {
    write("packages.yml", "packages: [{package: someone/absent, version: 1.0.0}]\n");

    assertThat(run("ls", "--warn-error-options", "{error: [P014]}")).isEqualTo(2);
    assertThat(said(err)).contains("P014", "absent");
    assertThat(run("ls", "--warn-error-options", "{include: all}")).isEqualTo(2);
    assertThat(run("ls", "--warn-error-options", "{error: all, warn: [P014]}")).isZero();
    assertThat(run("ls", "--warn-error-options", "{error: [NoNodesForSelectionCriteria]}"))
        .isZero();
    assertThat(
            run(
                "ls",
                "--select",
                "nobody",
                "--warn-error-options",
                "{error: [NoNodesForSelectionCriteria]}"))
        .isEqualTo(1);
  }

  @Test
  void aSilencedWarningIsNotShown() throws IOException {
    write("packages.yml", "packages: [{package: someone/absent, version: 1.0.0}]\n");

    assertThat(run("parse", "--warn-error-options", "{silence: [P014]}")).isZero();
    assertThat(said(err)).doesNotContain("P014");
    assertThat(run("parse")).isZero();
    assertThat(said(err)).contains("P014");
  }

  @Test
  void rulesForWarningsMayStandInTheProject() throws IOException {
    write("packages.yml", "packages: [{package: someone/absent, version: 1.0.0}]\n");
    write(
        "dbt_project.yml",
        "name: small\nversion: '1.0'\nflags:\n  warn_error_options:\n    error: [P014]\n");

    assertThat(run("ls")).isEqualTo(2);
  }

  @Test
  void rulesForWarningsThatCannotBeReadAreRefused() {
    assertThat(run("ls", "--warn-error-options", "{error: some}")).isEqualTo(2);
    assertThat(said(err)).contains("U001", "must be a list of names");
    assertThat(run("ls", "--warn-error-options", "{eror: [P014]}")).isEqualTo(2);
    assertThat(said(err)).contains("has no key `eror`");
    assertThat(run("ls", "--warn-error", "--warn-error-options", "{error: all}")).isEqualTo(2);
    assertThat(said(err)).contains("exclude each other");
  }

  @Test
  void storedFailuresAreLeftUndoneWithAWarning() {
    assertThat(run("ls", "--store-failures")).isZero();
    assertThat(said(err)).contains("--store-failures has no effect");
  }

  private void write(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private int run(String... arguments) {
    out.reset();
    err.reset();
    environment.put("MILLRACE_DATA_DIR", folder.resolve("data").toString());
    return Main.run(
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            environment,
            folder,
            folder,
            folder),
        arguments);
  }

  private List<JsonNode> lines() throws IOException {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : said(out).split("\n", -1)) {
      if (!line.isEmpty()) {
        lines.add(JSON.readTree(line));
      }
    }
    return lines;
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }
}
