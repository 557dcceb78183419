package dev.millrace.it.remote;

import dev.millrace.it.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A session cluster as a user has it: JobManager, two TaskManagers and SQL Gateway, each a stock
 * main class in a JVM of its own, bound to loopback.
 *
 * <p>The class path holds Flink's own artifacts alone. State, logs and configuration lie in a
 * folder that belongs to the cluster's operating-system user.
 */
public final class RemoteCluster implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final int TASK_MANAGERS = 2;
  private static final Pattern JOB_ID = Pattern.compile("\"jid\":\"([0-9a-f]{32})\"");

  private final Path folder;
  private final ClusterPorts ports;
  private final ClusterLauncher launcher;
  private final List<ClusterProcess> processes = new ArrayList<>();
  private final Thread shutdownHook;

  private RemoteCluster(Path folder, ClusterPorts ports, ClusterLauncher launcher) {
    this.folder = folder;
    this.ports = ports;
    this.launcher = launcher;
    // A test run that is stopped by hand must not leave JVMs behind.
    this.shutdownHook = new Thread(() -> processes.forEach(ClusterProcess::stop));
    Runtime.getRuntime().addShutdownHook(shutdownHook);
  }

  /**
   * Starts a cluster and returns when both TaskManagers have registered and the gateway answers.
   *
   * @param flinkVersion minor version: one of the folders beside {@code clusters/}, such as {@code
   *     2.3}
   * @param javaHome the JDK it runs on
   * @param osUser the operating-system user it runs as; empty for ours. Needs root
   */
  public static RemoteCluster start(String flinkVersion, Path javaHome, Optional<String> osUser) {
    return start(flinkVersion, javaHome, osUser, false, Map.of());
  }

  /** Starts a cluster of ours with options of Flink's beside or in place of the usual ones. */
  public static RemoteCluster startWith(
      String flinkVersion, Path javaHome, Map<String, String> options) {
    return start(flinkVersion, javaHome, Optional.empty(), false, options);
  }

  /**
   * Starts a cluster of ours whose JobManager finds its jobs again after a restart: with a
   * ZooKeeper beside it, the one that Flink brings along. Its clients wait 10 s.
   */
  public static RemoteCluster startHighlyAvailable(String flinkVersion, Path javaHome) {
    return start(flinkVersion, javaHome, Optional.empty(), true, Map.of());
  }

  private static RemoteCluster start(
      String flinkVersion,
      Path javaHome,
      Optional<String> osUser,
      boolean highlyAvailable,
      Map<String, String> options) {
    Path lib = classPath(flinkVersion);
    Path folder = createFolder("millrace-remote-" + flinkVersion + "-");
    ClusterPorts ports = ClusterPorts.free();
    Optional<OsUser> user = osUser.map(OsUser::named);
    ClusterConfiguration.write(folder, ports, highlyAvailable, options);
    user.ifPresent(owner -> owner.own(folder));
    RemoteCluster cluster =
        new RemoteCluster(folder, ports, new ClusterLauncher(folder, lib, javaHome, user));
    try {
      if (highlyAvailable) {
        cluster.launch(Member.ZOOKEEPER, "zookeeper");
      }
      cluster.launch(Member.JOB_MANAGER, "jobmanager");
      for (int number = 1; number <= TASK_MANAGERS; number++) {
        cluster.launch(Member.TASK_MANAGER, "taskmanager-" + number);
      }
      cluster.launch(Member.GATEWAY, "gateway");
      cluster.awaitAnswers();
      return cluster;
    } catch (RuntimeException | Error e) {
      cluster.close();
      throw e;
    }
  }

  /** Kind of process. */
  public enum Member {
    ZOOKEEPER,
    JOB_MANAGER,
    TASK_MANAGER,
    GATEWAY
  }

  /** Ends all processes of this kind without a word of warning. */
  public void kill(Member member) {
    for (ClusterProcess process : of(member)) {
      process.process().destroyForcibly().onExit().join();
      processes.remove(process);
    }
  }

  /** Starts those of this kind again that were killed, and waits until the cluster is whole. */
  public void startAgain(Member member) {
    if (member == Member.TASK_MANAGER) {
      for (int number = 1; number <= TASK_MANAGERS; number++) {
        launch(member, "taskmanager-" + number);
      }
    } else {
      launch(member, member == Member.JOB_MANAGER ? "jobmanager" : "gateway");
    }
    awaitAnswers();
  }

  private List<ClusterProcess> of(Member member) {
    return processes.stream().filter(process -> process.member() == member).toList();
  }

  private void launch(Member member, String name) {
    processes.add(launcher.launch(member, name));
  }

  private void awaitAnswers() {
    await(
        jobManagerUrl() + "/overview", body -> body.contains("\"taskmanagers\":" + TASK_MANAGERS));
    if (!of(Member.GATEWAY).isEmpty()) {
      await(gatewayUrl() + "/v1/info", body -> body.contains("version"));
    }
  }

  /** Base URL of the JobManager's REST, without a trailing slash. */
  public String jobManagerUrl() {
    return "http://127.0.0.1:" + ports.rest();
  }

  /** Base URL of the SQL Gateway, without a trailing slash. */
  public String gatewayUrl() {
    return "http://127.0.0.1:" + ports.gateway();
  }

  /** A folder that every process of the cluster may write, for tables on files. */
  public Path sharedFolder() {
    return folder.resolve("shared");
  }

  /** Whether all processes live. */
  public boolean isWhole() {
    return processes.stream().allMatch(process -> process.process().isAlive());
  }

  /**
   * Runs a story on this cluster; one that fails also says what the cluster said and did, since its
   * logs are deleted with it.
   */
  public void tell(Runnable story) {
    try {
      story.run();
    } catch (RuntimeException | Error e) {
      e.addSuppressed(new IllegalStateException("the cluster at that moment:\n" + evidence()));
      throw e;
    }
  }

  /** TaskManagers, jobs with their tasks and failures, and the ends of all logs. */
  private String evidence() {
    StringBuilder evidence = new StringBuilder();
    for (ClusterProcess process : processes) {
      evidence
          .append(process.name())
          .append(process.process().isAlive() ? " is alive\n" : " has ended\n");
    }
    String jobs = ask("/jobs/overview");
    evidence.append(ask("/taskmanagers")).append('\n').append(jobs).append('\n');
    Matcher id = JOB_ID.matcher(jobs);
    while (id.find()) {
      evidence
          .append(ask("/jobs/" + id.group(1)))
          .append('\n')
          .append(ask("/jobs/" + id.group(1) + "/exceptions"))
          .append('\n');
    }
    return evidence.append(logTails()).toString();
  }

  private String ask(String path) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(jobManagerUrl() + path))
            .timeout(Duration.ofSeconds(5))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return path + ": " + client.send(request, BodyHandlers.ofString()).body();
    } catch (IOException e) {
      return path + " was not answered: " + e;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return path + " was not waited for";
    }
  }

  @Override
  public void close() {
    // The gateway first, so that nobody asks a JobManager that has gone.
    processes.reversed().forEach(ClusterProcess::stop);
    try {
      Runtime.getRuntime().removeShutdownHook(shutdownHook);
    } catch (IllegalStateException e) {
      // The JVM is on its way out and runs the hook itself.
      return;
    }
    Folders.delete(folder);
  }

  private void await(String url, Predicate<String> ready) {
    Instant deadline = Instant.now().plus(START_LIMIT);
    try (HttpClient client =
        HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(2)).build()) {
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build();
      while (true) {
        for (ClusterProcess process : processes) {
          process.requireAlive();
        }
        try {
          if (ready.test(client.send(request, BodyHandlers.ofString()).body())) {
            return;
          }
        } catch (IOException e) {
          // Not listening yet; the deadline decides.
        }
        if (Instant.now().isAfter(deadline)) {
          throw new IllegalStateException(
              url + " did not answer in " + START_LIMIT + "; " + logTails());
        }
        Thread.sleep(100);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for " + url, e);
    }
  }

  private String logTails() {
    StringBuilder tails = new StringBuilder();
    processes.forEach(process -> tails.append('\n').append(process.logTail()));
    return tails.toString();
  }

  private static Path classPath(String flinkVersion) {
    Path module = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    Path lib = module.resolve("clusters/flink-" + flinkVersion + "/target/lib");
    if (!Files.isDirectory(lib)) {
      throw new IllegalStateException(
          "there is no staged Flink "
              + flinkVersion
              + " at "
              + lib
              + "; build the module integration-tests/clusters/flink-"
              + flinkVersion);
    }
    return lib;
  }

  private static Path createFolder(String prefix) {
    try {
      Path folder = Files.createTempDirectory(prefix);
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
      return folder;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
