package dev.millrace.benchmark.fifty;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.wire.ReadyFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Somebody at a command line, with a project, a data folder and so a local cluster of their own.
 *
 * @param command the program to start
 * @param folder ours alone
 */
record LocalUser(Path command, Path folder) implements AutoCloseable {
  private static final Duration MOST_SETTLING = Duration.ofSeconds(30);
  private static final Duration LOOK = Duration.ofMillis(500);

  /** Less than this of a processor is quiet: the cluster's heartbeats and metrics. */
  private static final double QUIET = 0.15;

  LocalUser {
    requireNonNull(command, "command");
    requireNonNull(folder, "folder");
  }

  /** Makes the project and starts a cluster for it. */
  static LocalUser withCluster(Path command, Path folder) throws Exception {
    LocalUser user = new LocalUser(command, folder);
    FiftyModels.write(user.project());
    Duration unused = user.run("local", "start");
    user.settle();
    return user;
  }

  private Path project() {
    return folder.resolve("project");
  }

  private Path data() {
    return folder.resolve("data");
  }

  /**
   * Runs a command in a process of its own.
   *
   * @return how long it took, from before its start to after its end
   */
  Duration run(String... arguments) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Stream.concat(Stream.of(command.toString()), Stream.of(arguments)).toList())
            .directory(project().toFile())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    builder.environment().put(DataFolders.VARIABLE, data().toString());
    long begin = System.nanoTime();
    Process process = builder.start();
    int code = ended(process);
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    if (code != 0) {
      throw new IllegalStateException(
          String.join(" ", arguments) + " ended with " + code + ":\n" + Files.readString(log()));
    }
    return took;
  }

  private static int ended(Process process) {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("cut off while a command ran", e);
    }
  }

  private Path log() {
    return folder.resolve("log");
  }

  /** Waits until the cluster that was just started has warmed its planner and is quiet. */
  void settle() throws Exception {
    ProcessHandle process = ProcessHandle.of(sidecar().ready().pid()).orElseThrow();
    Instant end = Instant.now().plus(MOST_SETTLING);
    Duration before = processor(process);
    int quiet = 0;
    while (quiet < 3 && Instant.now().isBefore(end)) {
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      Duration now = processor(process);
      quiet = now.minus(before).toMillis() < QUIET * LOOK.toMillis() ? quiet + 1 : 0;
      before = now;
    }
  }

  private static Duration processor(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** The addresses of the cluster. */
  RunningSidecar sidecar() throws IOException {
    Path ready = only(only(data().resolve("projects"), "*").resolve("sidecar"), "ready-*.json");
    return new RunningSidecar(new ObjectMapper().readValue(ready.toFile(), ReadyFile.class));
  }

  /** What the jobs were started from, in the order of the models. */
  List<JobSpec> deployed() throws IOException {
    Path project = only(data().resolve("projects"), "*");
    Path target = only(project.resolve("targets"), "*");
    try (Ledger ledger =
        Ledger.open(target, project.getFileName().toString(), target.getFileName().toString())) {
      return ledger.deployments().stream()
          .map(Deployment::spec)
          .map(number -> ledger.spec(number.orElseThrow()).spec())
          .toList();
    }
  }

  private static Path only(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      return found.iterator().next();
    }
  }

  /** Ends the cluster, and its jobs with it. */
  @Override
  public void close() throws IOException {
    Duration unused = run("local", "stop");
  }
}
