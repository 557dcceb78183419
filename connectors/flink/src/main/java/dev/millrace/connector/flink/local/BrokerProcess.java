package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Finds, starts and ends the Kafka broker of one project and target: the stock one, in a JVM of its
 * own, on data that outlives it.
 *
 * <p>It runs when its port answers with the id of our cluster.
 */
public final class BrokerProcess {
  private static final Duration READY = Duration.ofSeconds(90);
  private static final Duration FORMAT = Duration.ofMinutes(1);
  private static final Duration END = Duration.ofSeconds(20);
  private static final long PAUSE_MILLIS = 50;
  private static final int ATTEMPTS = 3;
  private static final String PORT_TAKEN = "Address already in use";
  private static final int HEAP_MEGABYTES = 384;
  private static final int MEGABYTES = 450;

  /** How far two readings of one process's start may differ when the clock is corrected. */
  private static final Duration CLOCK = Duration.ofSeconds(2);

  private final LocalFolders folders;
  private final Path javaHome;
  private final BrokerFolder folder;
  private final Turn turn;

  /**
   * @param javaHome the JDK it runs on
   */
  public BrokerProcess(LocalFolders folders, Path javaHome) {
    this.folders = requireNonNull(folders, "folders");
    this.javaHome = requireNonNull(javaHome, "javaHome");
    this.folder = new BrokerFolder(folders.broker());
    this.turn = new Turn("broker", folders.broker());
  }

  /**
   * The running broker, started when there is none.
   *
   * @param progress told what is being done; not called when it runs
   * @throws MillraceException LOCAL_START_FAILED or RESOURCE_EXHAUSTED
   */
  public RunningBroker ensure(Consumer<String> progress) {
    return find()
        .orElseGet(
            () ->
                turn.take(
                    () -> {
                      Optional<RunningBroker> found = find();
                      return found.isPresent() ? found.get() : start(progress);
                    }));
  }

  /** The running broker, if it answers; starts nothing. */
  public Optional<RunningBroker> find() {
    return folder.read().filter(BrokerProcess::answers).map(BrokerProcess::running);
  }

  /**
   * Ends the broker; its data stays. No error when none runs.
   *
   * @throws MillraceException LOCAL_START_FAILED when it cannot be ended
   */
  public void stop() {
    if (folder.read().isPresent()) {
      turn.take(
          () -> {
            for (long pid : processes()) {
              DetachedProcess.end(pid, END);
            }
            return true;
          });
    }
  }

  /** Where its log is, or will be. */
  public Path log() {
    return folders.logs().resolve("broker.log");
  }

  private RunningBroker start(Consumer<String> progress) throws IOException, InterruptedException {
    List<Path> jars = folders.jars("broker");
    JavaRuntime java = JavaRuntime.at(javaHome);
    LocalFolders.make(folders.logs());
    Preflight.disk(folders.data());
    Preflight.memory("broker", MEGABYTES);
    // One that lives and does not serve would keep the data locked.
    for (long pid : processes()) {
      DetachedProcess.end(pid, END);
    }
    for (int attempt = 1; ; attempt++) {
      try {
        return start(java, jars, withFreePorts(remembered(), progress), progress);
      } catch (MillraceException e) {
        // Between the look for a free port and its use, anybody's connection may be given it.
        if (attempt == ATTEMPTS || !String.valueOf(e.getMessage()).contains(PORT_TAKEN)) {
          throw e;
        }
      }
    }
  }

  private RunningBroker start(
      JavaRuntime java, List<Path> jars, BrokerState state, Consumer<String> progress)
      throws IOException, InterruptedException {
    folder.write(state);
    folder.configure(state);
    progress.accept("Starting the local Kafka broker");
    if (!folder.isFormatted()) {
      format(java, jars, state);
    }
    long pid = DetachedProcess.start(command(java, jars), folder.path(), output());
    BrokerState started = state.started(pid, startOf(pid).toEpochMilli());
    folder.write(started);
    awaitAnswer(started);
    return running(started);
  }

  private BrokerState remembered() throws IOException {
    Optional<BrokerState> known = folder.read();
    if (known.isPresent()) {
      return known.get();
    }
    FreePorts.Pair ports = FreePorts.two();
    return new BrokerState(folder.clusterId(), ports.first(), ports.second(), 0, 0);
  }

  /** Running jobs know the port: another one is taken only when somebody else has it. */
  private static BrokerState withFreePorts(BrokerState state, Consumer<String> progress)
      throws IOException {
    boolean clients = FreePorts.isFree(state.port());
    boolean controller = FreePorts.isFree(state.controllerPort());
    if (clients && controller) {
      return state;
    }
    FreePorts.Pair free = FreePorts.two();
    BrokerState moved =
        state.at(
            clients ? state.port() : free.first(),
            controller ? state.controllerPort() : free.second());
    if (!clients) {
      progress.accept(
          "Another program has port "
              + state.port()
              + ": the broker moves to "
              + moved.port()
              + ", and jobs that run have to be started again");
    }
    return moved;
  }

  /**
   * The processes that run on this folder: the one that is remembered and, should a starter have
   * been killed before it could remember, the one with our configuration on its command line.
   */
  private Set<Long> processes() {
    Set<Long> pids = new TreeSet<>();
    folder.read().filter(BrokerProcess::isOurs).ifPresent(state -> pids.add(state.pid()));
    String configuration = folder.properties().toString();
    ProcessHandle.allProcesses()
        .filter(
            process ->
                process
                    .info()
                    .arguments()
                    .filter(a -> List.of(a).contains(configuration))
                    .isPresent())
        .forEach(process -> pids.add(process.pid()));
    return pids;
  }

  private void format(JavaRuntime java, List<Path> jars, BrokerState state)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(jvm(java, jars, folders.archive("broker", java).readingFlags()));
    command.addAll(
        List.of(
            "kafka.tools.StorageTool",
            "format",
            "--ignore-formatted",
            "-t",
            state.clusterId(),
            "-c",
            folder.properties().toString()));
    Process process =
        new ProcessBuilder(command)
            .directory(folder.path().toFile())
            .redirectErrorStream(true)
            .redirectOutput(output().toFile())
            .start();
    if (!process.waitFor(FORMAT.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
    } else if (process.exitValue() == 0) {
      return;
    }
    throw failed("The broker's data folder could not be prepared: " + LastWords.of(output()));
  }

  private void awaitAnswer(BrokerState state) throws InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() - end < 0) {
      if (answers(state)) {
        return;
      }
      if (!DetachedProcess.runs(state.pid())) {
        throw failed(
            "The broker ended while it started: "
                + LastWords.ofLog(log()).orElseGet(() -> LastWords.of(output())));
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    DetachedProcess.end(state.pid(), END);
    throw failed("The broker did not answer within " + READY.toSeconds() + " s");
  }

  private List<String> command(JavaRuntime java, List<Path> jars) {
    List<String> command =
        new ArrayList<>(jvm(java, jars, folders.archive("broker", java).flags()));
    command.add("kafka.Kafka");
    command.add(folder.properties().toString());
    return command;
  }

  private List<String> jvm(JavaRuntime java, List<Path> jars, List<String> archive) {
    List<String> command = new ArrayList<>();
    command.add(java.executable().toString());
    command.add("-Xmx" + HEAP_MEGABYTES + "m");
    command.add("-XX:+UseSerialGC");
    // It starts a third sooner, and a broker on one machine is never short of the rest.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("-Djava.awt.headless=true");
    command.addAll(java.flags());
    command.addAll(archive);
    command.add("-Dlogback.configurationFile=" + folder.logback());
    // From where it runs: Logback takes a percent sign in the name of a rolled file for a pattern.
    command.add("-Dmillrace.broker.log=" + folder.path().relativize(log()));
    command.add("-cp");
    command.add(String.join(File.pathSeparator, jars.stream().map(Path::toString).toList()));
    return command;
  }

  private Path output() {
    return folders.logs().resolve("broker.out");
  }

  private MillraceException failed(String what) {
    return new MillraceException(
        Problem.error(ProblemCode.LOCAL_START_FAILED, what)
            .remedy("Look into " + log() + " and " + output()));
  }

  private static boolean answers(BrokerState state) {
    return KafkaProbe.clusterId(state.port()).filter(state.clusterId()::equals).isPresent();
  }

  private static RunningBroker running(BrokerState state) {
    return new RunningBroker(state.pid(), Instant.ofEpochMilli(state.startedAt()), state.address());
  }

  /** Whether that process is still the one we started, and not a later one of the same number. */
  private static boolean isOurs(BrokerState state) {
    return state.pid() > 0
        && DetachedProcess.runs(state.pid())
        && Duration.between(Instant.ofEpochMilli(state.startedAt()), startOf(state.pid()))
                .abs()
                .compareTo(CLOCK)
            <= 0;
  }

  private static Instant startOf(long pid) {
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().startInstant())
        .orElseGet(Instant::now);
  }
}
