package dev.millrace.sidecar.planner;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * One thread on which planner environments are made, used and dropped, one request after another.
 */
final class PlannerLane implements AutoCloseable {
  /** Parser and optimizer recurse once per level of a query. */
  private static final long STACK_BYTES = 32L << 20;

  private final ExecutorService thread;

  // Nothing relies on the order of threads; a low one only leaves the processor to others.
  @SuppressWarnings("ThreadPriorityCheck")
  PlannerLane(String name, int priority) {
    this.thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread made = new Thread(null, work, name, STACK_BYTES);
              made.setDaemon(true);
              made.setPriority(priority);
              return made;
            });
  }

  /** Does the work on the lane's thread and waits for it. */
  <T> T call(Callable<T> work) throws Exception {
    Future<T> future = thread.submit(work);
    try {
      return future.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    } catch (InterruptedException e) {
      future.cancel(true);
      Thread.currentThread().interrupt();
      throw e;
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
