package dev.millrace.ui.display;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javafx.application.Platform;

/**
 * Watches whether the FX thread answers.
 *
 * <p>A stall is counted as the processor time the thread used in it plus the time it waited for
 * something: on a busy machine it may also just not get a processor, which no program can help.
 */
public final class FxWatchdog implements AutoCloseable {
  /**
   * What no journey may exceed: whoever reads files, asks a cluster or plans on this thread does.
   * It is no figure of how quick the window is. Those are measured by benchmarks, since processor
   * time too differs between machines and, in a JVM that has just begun, between runs.
   */
  public static final Duration LIMIT = Duration.ofMillis(500);

  private static final long SAMPLE_NANOS = 10_000_000;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Thread fxThread;
  private final Thread watcher;
  private final AtomicLong answered = new AtomicLong();

  private volatile boolean closed;
  private volatile long forgivenUntil;
  private volatile long longest;
  private volatile String where = "";

  private FxWatchdog(Thread fxThread) {
    this.fxThread = fxThread;
    this.watcher = Thread.ofPlatform().daemon().name("fx watchdog").unstarted(this::watch);
  }

  /** Begins to watch; on the FX thread. */
  public static FxWatchdog start() {
    FxWatchdog watchdog = new FxWatchdog(Thread.currentThread());
    watchdog.watcher.start();
    return watchdog;
  }

  /** The longest stall so far. */
  public Duration longest() {
    return Duration.ofNanos(longest);
  }

  /** Where the FX thread was in it, frame by frame. */
  public String where() {
    return where;
  }

  /**
   * Counts no stall that begins within the next two seconds. For a change of the theme alone:
   * JavaFX then styles every node anew in one go, which takes it 60 to 300 ms and which no view can
   * help.
   */
  public void forgive() {
    forgivenUntil = System.nanoTime() + 2_000_000_000L;
  }

  /** Ends the watch. */
  @Override
  public void close() {
    closed = true;
  }

  private void watch() {
    long asked = 0;
    while (!closed) {
      long number = ++asked;
      Platform.runLater(() -> answered.set(number));
      long begun = System.nanoTime();
      long begunCpu = threads.getThreadCpuTime(fxThread.threadId());
      long waited = 0;
      long loading = 0;
      long lastCpu = begunCpu;
      String deepest = "";
      while (answered.get() < number && !closed) {
        LockSupport.parkNanos(SAMPLE_NANOS);
        ThreadInfo info = threads.getThreadInfo(fxThread.threadId(), 60);
        long cpu = threads.getThreadCpuTime(fxThread.threadId());
        if (info != null && loadsClasses(info)) {
          loading += cpu - lastCpu;
        }
        lastCpu = cpu;
        if (info != null && answered.get() < number) {
          if (info.getThreadState() != Thread.State.RUNNABLE && !waitsForPainter(info)) {
            waited += SAMPLE_NANOS;
          }
          long stalled = waited + cpu - begunCpu - loading;
          if (stalled > longest) {
            deepest = frames(info);
          }
        }
      }
      long stalled = waited + threads.getThreadCpuTime(fxThread.threadId()) - begunCpu - loading;
      if (stalled > longest && !closed && begun > forgivenUntil) {
        longest = stalled;
        where = deepest;
      }
      LockSupport.parkNanos(SAMPLE_NANOS);
    }
  }

  /** The painter's own work is measured by benchmarks; here it may just not get a processor. */
  private static boolean waitsForPainter(ThreadInfo info) {
    return Arrays.stream(info.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("waitForRenderingToComplete"));
  }

  /** A test's JVM reads every class from jars once; the product starts from an archive of them. */
  private static boolean loadsClasses(ThreadInfo info) {
    return Arrays.stream(info.getStackTrace())
        .anyMatch(frame -> frame.getMethodName().equals("loadClass"));
  }

  private static String frames(ThreadInfo info) {
    return Arrays.stream(info.getStackTrace())
        .map(frame -> "  at " + frame)
        .collect(Collectors.joining("\n"));
  }
}
