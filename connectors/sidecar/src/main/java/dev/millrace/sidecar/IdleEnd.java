package dev.millrace.sidecar;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Ends a sidecar that nobody holds and that runs no job. */
final class IdleEnd implements AutoCloseable {
  private final ScheduledExecutorService clock;

  private IdleEnd(ScheduledExecutorService clock) {
    this.clock = clock;
  }

  /**
   * Watches until closed.
   *
   * @param busy asked only after the idle time is over; what it answers {@code true} to counts as
   *     use
   */
  static IdleEnd watch(Lifecycle lifecycle, Duration idleEnd, BooleanSupplier busy) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "idle-end");
              thread.setDaemon(true);
              return thread;
            });
    long everyMillis = Math.max(100, Math.min(5_000, idleEnd.toMillis() / 4));
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(
            () -> check(lifecycle, idleEnd, busy), everyMillis, everyMillis, TimeUnit.MILLISECONDS);
    return new IdleEnd(clock);
  }

  static void check(Lifecycle lifecycle, Duration idleEnd, BooleanSupplier busy) {
    if (lifecycle.leases().idle().compareTo(idleEnd) < 0) {
      return;
    }
    if (busy.getAsBoolean()) {
      lifecycle.leases().use();
    } else {
      lifecycle.stop("idle for " + idleEnd);
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
