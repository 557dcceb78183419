package dev.millrace.sidecar.cluster;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner;
import org.apache.flink.runtime.taskexecutor.TaskManagerRunner.Result;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The TaskManager of the local cluster. One that ends by a fault is replaced, as a container or a
 * service manager would do; the jobs go on from their checkpoints.
 *
 * <p>Flink ends a TaskManager for faults that are not its own: a query that fails while its
 * collecting sink is being opened is one.
 */
final class LocalTaskManager {
  private static final Logger LOG = LoggerFactory.getLogger(LocalTaskManager.class);
  private static final int MOST_FAULTS = 5;
  private static final Duration WITHIN = Duration.ofMinutes(10);

  private final Configuration configuration;
  private final PluginManager plugins;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Deque<Long> faults = new ArrayDeque<>();
  private @Nullable TaskManagerRunner current;
  private boolean closing;

  LocalTaskManager(Configuration configuration, PluginManager plugins) {
    this.configuration = configuration;
    this.plugins = plugins;
  }

  /**
   * @throws Exception whatever Flink throws at start
   */
  synchronized void start() throws Exception {
    TaskManagerRunner runner =
        new TaskManagerRunner(configuration, plugins, TaskManagerRunner::createTaskExecutorService);
    current = runner;
    runner.start();
    // On a thread of its own: the end is told by a thread of the one that ends.
    CompletableFuture<Void> unused = runner.getTerminationFuture().thenAcceptAsync(this::onEnd);
  }

  /** Completes when there is none any more. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  /** The one that runs, or the last one that did. */
  synchronized TaskManagerRunner current() {
    return Objects.requireNonNull(current, "not started");
  }

  /** Ends it for good. */
  CompletableFuture<?> close() {
    TaskManagerRunner last;
    synchronized (this) {
      closing = true;
      last = current;
    }
    return last == null ? CompletableFuture.completedFuture(null) : last.closeAsync();
  }

  private synchronized void onEnd(Result result) {
    if (closing || result == Result.SUCCESS || faultsNow() > MOST_FAULTS) {
      ended.complete(null);
      return;
    }
    LOG.warn("the TaskManager has ended by a fault; another one takes its place");
    try {
      start();
    } catch (Exception e) {
      LOG.error("no TaskManager can be started in its place", e);
      ended.complete(null);
    }
  }

  private int faultsNow() {
    long now = System.nanoTime();
    faults.addLast(now);
    while (now - faults.getFirst() > WITHIN.toNanos()) {
      faults.removeFirst();
    }
    return faults.size();
  }
}
