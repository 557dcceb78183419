package dev.millrace.sidecar.planner;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

/**
 * Threads on which planner environments are made, used and dropped, one request after another on
 * each.
 */
final class PlannerLane implements AutoCloseable {
  /** Parser and optimizer recurse once per level of a query. */
  private static final long STACK_BYTES = 32L << 20;

  private final ExecutorService thread;

  PlannerLane(String name, int priority) {
    this(name, priority, 1);
  }

  /**
   * @param threads more than one only for work that keeps nothing from one request to the next
   */
  // Nothing relies on the order of threads; a low one only leaves the processor to others.
  @SuppressWarnings("ThreadPriorityCheck")
  PlannerLane(String name, int priority, int threads) {
    this.thread =
        Executors.newFixedThreadPool(
            threads,
            work -> {
              Thread made = new Thread(null, work, name, STACK_BYTES);
              made.setDaemon(true);
              made.setPriority(priority);
              return made;
            });
  }

  /** Work that looks now and then whether its caller still waits. */
  @FunctionalInterface
  interface Work<T> {
    /**
     * Does the work.
     *
     * @param abandoned whether nobody waits any more; the work then ends as soon as it can, with
     *     any result
     */
    T run(BooleanSupplier abandoned) throws Exception;
  }

  /**
   * Does the work on the lane's thread and waits for it. When the caller is interrupted, work that
   * has not begun never does, and work that has begun is told.
   */
  <T> T call(Work<T> work) throws Exception {
    AtomicBoolean abandoned = new AtomicBoolean();
    Future<T> future = thread.submit(() -> work.run(abandoned::get));
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (InterruptedException e) {
      // Told and not interrupted: Flink's code would take that for a fault of its own.
      abandoned.set(true);
      future.cancel(false);
      throw e;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
