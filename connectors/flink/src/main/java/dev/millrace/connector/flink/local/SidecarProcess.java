package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.wire.ReadyFile;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Finds, starts and ends the sidecar of one project and target.
 *
 * <p>It runs when its ready file is there, its process lives and it answers with the token of that
 * file. Whoever starts or ends one holds {@code start.lock} meanwhile, so that two callers at once
 * end up with one sidecar; the sidecar itself holds {@code lock} as long as it lives.
 */
public final class SidecarProcess implements SidecarAccess {
  private static final Duration READY = Duration.ofMinutes(2);
  private static final Duration END = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofSeconds(90);
  private static final long PAUSE_MILLIS = 50;

  private final LocalFolders folders;
  private final SidecarSettings settings;
  private final Turn turn;
  private final SidecarCalls calls = new SidecarCalls();
  private final String lease = UUID.randomUUID().toString();
  private @Nullable RunningSidecar held;
  private @Nullable ScheduledExecutorService renewal;

  public SidecarProcess(LocalFolders folders, SidecarSettings settings) {
    this.folders = requireNonNull(folders, "folders");
    this.settings = requireNonNull(settings, "settings");
    this.turn = new Turn("sidecar", folders.sidecar());
  }

  @Override
  public synchronized RunningSidecar ensure(SidecarRole role, Consumer<String> progress) {
    RunningSidecar known = held;
    if (known != null && serves(known, role) && hold(known)) {
      return known;
    }
    Optional<RunningSidecar> found = find().filter(one -> serves(one, role) && hold(one));
    return found.orElseGet(() -> turn.take(() -> findOrStart(role, progress)));
  }

  @Override
  public Optional<RunningSidecar> find() {
    return calls
        .read(folders.sidecar().resolve(readyFileName()))
        .filter(ready -> ready.version() == Wire.VERSION)
        .filter(ready -> DetachedProcess.runs(ready.pid()))
        .filter(
            ready ->
                calls
                    .status(ready)
                    .filter(status -> status.pid() == ready.pid() && status.state().equals("ready"))
                    .isPresent())
        .map(RunningSidecar::new);
  }

  /**
   * Ends the sidecar, whatever its version and whoever holds it; no error when none runs.
   *
   * @throws MillraceException LOCAL_START_FAILED when it cannot be ended
   */
  public synchronized void stop() {
    forget();
    if (Files.isDirectory(folders.sidecar())) {
      turn.take(
          () -> {
            endRunning();
            return true;
          });
    }
  }

  /** Where its log is, or will be. */
  public Path log() {
    return folders.logs().resolve("sidecar.log");
  }

  @Override
  public synchronized void close() {
    RunningSidecar known = held;
    forget();
    if (known != null) {
      calls.lease(known.ready(), lease, Duration.ZERO);
    }
  }

  private RunningSidecar findOrStart(SidecarRole role, Consumer<String> progress)
      throws IOException, InterruptedException {
    Optional<RunningSidecar> found = find();
    if (found.isPresent() && serves(found.get(), role) && hold(found.get())) {
      return found.get();
    }
    if (found.isPresent()) {
      progress.accept("Ending the planner's sidecar to start one with a cluster");
      endRunning();
    }
    Optional<RunningSidecar> late = awaitLockHolder(role);
    if (late.isPresent()) {
      return late.get();
    }
    SidecarStart start = new SidecarStart(folders, settings, role);
    progress.accept(
        role == SidecarRole.CLUSTER ? "Starting the local Flink" : "Starting the planner");
    RunningSidecar started = awaitReady(start, start.launch());
    if (!hold(started)) {
      throw start.died();
    }
    return started;
  }

  private RunningSidecar awaitReady(SidecarStart start, long pid) throws InterruptedException {
    long end = System.nanoTime() + READY.toNanos();
    while (System.nanoTime() - end < 0) {
      Optional<RunningSidecar> found = find();
      if (found.isPresent()) {
        return found.get();
      }
      if (!DetachedProcess.runs(pid)) {
        throw start.died();
      }
      Thread.sleep(PAUSE_MILLIS);
    }
    DetachedProcess.end(pid, END);
    throw start.tooSlow(READY);
  }

  private void endRunning() throws IOException, InterruptedException {
    for (Path file : readyFiles()) {
      Optional<ReadyFile> ready = calls.read(file);
      if (ready.isPresent() && calls.stop(ready.get())) {
        long pid = ready.get().pid();
        if (!DetachedProcess.awaitEnd(pid, END)) {
          DetachedProcess.end(pid, END);
        }
      }
    }
    // What does not answer still may live, and then it has the lock.
    Optional<Long> holder = lockHolder();
    if (holder.isPresent() && holder.get() > 0) {
      DetachedProcess.end(holder.get(), END);
      holder = lockHolder();
    }
    if (holder.isPresent()) {
      throw taken(holder.get());
    }
  }

  /**
   * A sidecar may live without answering: its starter was killed while it starts, or it ends. Waits
   * until it serves or is gone.
   */
  private Optional<RunningSidecar> awaitLockHolder(SidecarRole role)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + END.toNanos();
    Optional<Long> holder = lockHolder();
    while (holder.isPresent()) {
      Optional<RunningSidecar> found = find().filter(one -> serves(one, role) && hold(one));
      if (found.isPresent()) {
        return found;
      }
      if (System.nanoTime() - end > 0) {
        throw taken(holder.get());
      }
      Thread.sleep(PAUSE_MILLIS);
      holder = lockHolder();
    }
    return Optional.empty();
  }

  private MillraceException taken(long pid) {
    return new MillraceException(
        Problem.error(
                ProblemCode.LOCAL_START_FAILED,
                "Process "
                    + pid
                    + " holds the sidecar's folder "
                    + folders.sidecar()
                    + " and does not answer as a sidecar of this version of Millrace")
            .remedy("End it with `millrace local stop` and run the command again"));
  }

  /** The process that has the lock; 0 when it has not said which it is. */
  private Optional<Long> lockHolder() throws IOException {
    Path lock = folders.sidecar().resolve("lock");
    if (!FolderLock.isHeld(lock)) {
      return Optional.empty();
    }
    String pid = Files.readString(lock).strip();
    return Optional.of(pid.matches("\\d{1,18}") ? Long.parseLong(pid) : 0L);
  }

  private List<Path> readyFiles() throws IOException {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files =
        Files.newDirectoryStream(folders.sidecar(), "ready-*.json")) {
      files.forEach(found::add);
    }
    return found;
  }

  private String readyFileName() {
    return "ready-" + Wire.VERSION + "-" + flinkVersion() + ".json";
  }

  /** The Flink of this installation: a sidecar left by another one is not ours to use. */
  private String flinkVersion() {
    String prefix = "flink-runtime-";
    return folders.jars("sidecar").stream()
        .map(jar -> jar.getFileName().toString())
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length(), name.length() - ".jar".length()))
        .filter(version -> !version.isEmpty() && Character.isDigit(version.charAt(0)))
        .findFirst()
        .orElse("unknown");
  }

  private static boolean serves(RunningSidecar sidecar, SidecarRole role) {
    return role == SidecarRole.PLANNER
        || sidecar.ready().role().equals(SidecarRole.CLUSTER.wireName());
  }

  private boolean hold(RunningSidecar sidecar) {
    if (!calls.lease(sidecar.ready(), lease, LEASE)) {
      return false;
    }
    held = sidecar;
    if (renewal == null) {
      renewal =
          Executors.newSingleThreadScheduledExecutor(
              task -> Thread.ofPlatform().daemon().name("sidecar-lease").unstarted(task));
      long everyMillis = LEASE.toMillis() / 4;
      ScheduledFuture<?> unused =
          renewal.scheduleWithFixedDelay(
              this::renew, everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    }
    return true;
  }

  private void renew() {
    RunningSidecar known;
    synchronized (this) {
      known = held;
    }
    // Whether it is gone is found out by the next call that needs it.
    if (known != null) {
      boolean unused = calls.lease(known.ready(), lease, LEASE);
    }
  }

  private void forget() {
    held = null;
    if (renewal != null) {
      renewal.shutdownNow();
      renewal = null;
    }
  }
}
