package dev.millrace.app.results;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Stands for the FX thread: the test's own thread, which works off what it is handed. */
public final class FxQueue implements Executor {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();
  private final Thread test = Thread.currentThread();

  @Override
  public void execute(Runnable task) {
    if (Thread.currentThread() == test) {
      task.run();
    } else {
      tasks.add(task);
    }
  }

  /**
   * Works until something holds.
   *
   * @param tick called between the tasks, as the clock of live data would be
   */
  public void until(String what, Runnable tick, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("waited in vain until " + what);
      }
      try {
        Runnable task = tasks.poll(10, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.run();
        }
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      tick.run();
    }
  }
}
