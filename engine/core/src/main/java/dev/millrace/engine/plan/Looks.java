package dev.millrace.engine.plan;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks again at what may be gone before all of it was read: a job deletes its older checkpoints as
 * it goes on, and statistics are a while behind.
 */
public final class Looks {
  private static final int MOST = 5;

  /** All looks together take longer than a JobManager keeps its statistics, which is 3 s. */
  private static final Duration BETWEEN = Duration.ofMillis(900);

  private Looks() {}

  /**
   * With pauses that are long enough for newer statistics.
   *
   * @param look finds the newest state and reads it
   * @param inTheEnd what to say when it can still not be read
   * @throws MillraceException of the look, but for STATE_UNREADABLE
   */
  public static <T> T until(Supplier<T> look, Function<MillraceException, T> inTheEnd) {
    return until(look, inTheEnd, () -> LockSupport.parkNanos(BETWEEN.toNanos()));
  }

  /**
   * @param look finds the newest state and reads it
   * @param inTheEnd what to say when it can still not be read
   * @param pause between two looks
   * @throws MillraceException of the look, but for STATE_UNREADABLE
   */
  static <T> T until(Supplier<T> look, Function<MillraceException, T> inTheEnd, Runnable pause) {
    for (int number = 1; ; number++) {
      try {
        return look.get();
      } catch (MillraceException e) {
        if (e.problem().code() != ProblemCode.STATE_UNREADABLE) {
          throw e;
        }
        if (number == MOST) {
          return inTheEnd.apply(e);
        }
        pause.run();
      }
    }
  }
}
