package dev.millrace.it.story;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.DataFolders;
import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The planner works on a large project, and somebody loses patience. */
class CutOffPlanningTest {
  /** Planned for minutes, so that whatever ends sooner was cut off. */
  private static final int MODELS = 5_000;

  @TempDir private Path folder;
  private CommandLineUser user;
  private Process client;

  @BeforeEach
  void startPlanning() throws Exception {
    user = CommandLineUser.in(folder);
    user.file("dbt_project.yml", "name: large\nmodels: {+materialized: streaming_table}\n");
    user.file(
        "models/feed.sql",
        "{{ config(materialized='streaming_source', connector='datagen') }}"
            + " customer BIGINT, amount DECIMAL(10, 2)");
    for (int i = 0; i < MODELS; i++) {
      user.file(
          "models/totals_" + i + ".sql",
          "SELECT customer, SUM(amount) AS total FROM {{ ref('feed') }} WHERE amount > "
              + i
              + " GROUP BY customer");
    }
    client = client("compile", "--check");
    Eventually.holds("analysis", () -> log().contains("analyzes " + (MODELS + 1) + " relations"));
  }

  @AfterEach
  void endAll() throws InterruptedException {
    client.destroyForcibly();
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    user.close();
  }

  @Test
  void planningEndsWithAClientThatIsKilled() throws Exception {
    client.destroyForcibly();
    Eventually.holds("end of the analysis", () -> log().contains("gave up after"));
  }

  @Test
  void planningEndsWithAClientThatIsInterrupted() throws Exception {
    client.destroy();
    assertThat(client.waitFor(60, TimeUnit.SECONDS)).isTrue();
    Eventually.holds("end of the analysis", () -> log().contains("gave up after"));
  }

  @Test
  void aPlannerThatIsToldToEndWhileItPlansEnds() throws IOException {
    ProcessHandle planner = planner();
    // Its client would start another one.
    client.destroyForcibly();
    planner.destroy();
    assertThat(planner.onExit().orTimeout(60, TimeUnit.SECONDS).join().isAlive()).isFalse();
    assertThat(log()).contains("ends: closed");
  }

  /** A process of its own, so that it can be killed. */
  private Process client(String... arguments) throws IOException {
    Path java = Path.of(requireNonNull(System.getProperty("java.home")), "bin", "java");
    Path home = CommandLineUser.installation();
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(
                    Stream.of(
                        java.toString(),
                        "-Dmillrace.home=" + home,
                        "-cp",
                        home.resolve("lib") + "/*",
                        "dev.millrace.cli.Main"),
                    Stream.of(arguments))
                .toList());
    builder.environment().put(DataFolders.VARIABLE, user.data().toString());
    return builder
        .directory(user.project().toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("client.log").toFile())
        .start();
  }

  private ProcessHandle planner() throws IOException {
    String pid = Files.readString(ours().orElseThrow().resolve("sidecar/lock")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
  }

  private String log() throws IOException {
    Optional<Path> log =
        ours().map(ours -> ours.resolve("logs/sidecar.log")).filter(Files::isRegularFile);
    return log.isPresent() ? Files.readString(log.get()) : "";
  }

  /** The project's part of the data folder. */
  private Optional<Path> ours() throws IOException {
    Path projects = user.data().resolve("projects");
    if (!Files.isDirectory(projects)) {
      return Optional.empty();
    }
    try (Stream<Path> folders = Files.list(projects)) {
      return folders.findFirst();
    }
  }
}
