package dev.millrace.engine.plan;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Looks again at what may be gone before all of it was read: a job deletes its older checkpoints as
 * it goes on, and statistics are a while behind.
 */
final class Looks {
  private static final int MOST = 5;

  private Looks() {}

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
