package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Operations;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * Calls to the cluster and the broker. Those that change something are written down before and
 * after, and are made only while the lock is held. A cluster that does not answer is waited for.
 */
final class Outside {
  private static final Duration BRIEFLY = Duration.ofMillis(15);

  private final Operations operations;
  private final DeploymentLock lock;
  private final DeployerSettings settings;
  private final Clock clock;
  private final UnaryOperator<String> clean;
  private final Runnable slot;

  /**
   * The outside of one operation.
   *
   * @param clean takes secrets out of what the outside says
   * @param slot gives back what limits how many operations work at the same time; may be run again
   */
  Outside(
      Operations operations,
      DeploymentLock lock,
      DeployerSettings settings,
      Clock clock,
      UnaryOperator<String> clean,
      Runnable slot) {
    this.operations = requireNonNull(operations, "operations");
    this.lock = requireNonNull(lock, "lock");
    this.settings = requireNonNull(settings, "settings");
    this.clock = requireNonNull(clock, "clock");
    this.clean = requireNonNull(clean, "clean");
    this.slot = requireNonNull(slot, "slot");
  }

  /**
   * From here on the operation waits for a job that the cluster has taken: others may begin. What
   * follows, a way back among it, never waits for a slot again.
   */
  void onlyWaits() {
    slot.run();
  }

  /** The text without secrets. */
  String clean(String text) {
    return clean.apply(text);
  }

  /** Reads; nothing is written down. */
  <T> T read(Supplier<T> call) {
    // Connectors repeat what only reads, so what fails has been asked for more than once.
    return patiently(call, Optional.of(deadline(settings.unreachableTimeout())));
  }

  /**
   * Changes something.
   *
   * @param result what to write down of the answer
   */
  <T> T change(Operation operation, String step, Supplier<T> call, Function<T, String> result) {
    return patiently(
        () -> {
          checkLock();
          operations.journal(operation, JournalEntry.Moment.BEFORE, step, "");
          try {
            T answer = call.get();
            operations.journal(
                operation, JournalEntry.Moment.AFTER, step, clean.apply(result.apply(answer)));
            return answer;
          } catch (MillraceException e) {
            operations.journal(
                operation,
                JournalEntry.Moment.AFTER,
                step,
                clean.apply("failed: " + e.problem().message()));
            throw e;
          }
        },
        Optional.empty());
  }

  /** Changes something that answers nothing. */
  void change(Operation operation, String step, Runnable call) {
    change(
        operation,
        step,
        () -> {
          call.run();
          return "";
        },
        answer -> "done");
  }

  /** A deadline from now. */
  Instant deadline(Duration patience) {
    return clock.instant().plus(patience);
  }

  boolean isPast(Instant deadline) {
    return clock.instant().isAfter(deadline);
  }

  /** Waits before the next look. */
  void pause() {
    sleep(settings.pollInterval());
  }

  /**
   * The same, for so many times as long as the last answer took: a cluster that is busy is asked
   * less often.
   */
  void pauseAfter(Duration took) {
    sleep(JobLook.paced(took, settings.pollInterval()));
  }

  /**
   * Waits before the next look at a job that no longer works: a tenth of what was waited already,
   * so that nobody's rows wait for us for long.
   */
  void pauseBriefly(Instant begun) {
    Duration tenth = Duration.between(begun, clock.instant()).dividedBy(10);
    Duration least = tenth.compareTo(BRIEFLY) > 0 ? tenth : BRIEFLY;
    sleep(least.compareTo(settings.pollInterval()) > 0 ? settings.pollInterval() : least);
  }

  static void sleep(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Unfinished.waiting("It was cut off");
    }
  }

  void checkLock() {
    try {
      lock.check();
    } catch (MillraceException e) {
      throw Unfinished.because(e);
    }
  }

  /**
   * @param limit when to give up; empty to count from the first answer that does not come, which
   *     may itself take longer than all patience
   */
  private <T> T patiently(Supplier<T> call, Optional<Instant> limit) {
    Optional<Instant> deadline = limit;
    while (true) {
      try {
        return call.get();
      } catch (MillraceException e) {
        if (e.problem().code() != ProblemCode.CLUSTER_UNREACHABLE) {
          throw e;
        }
        if (deadline.isEmpty()) {
          deadline = Optional.of(deadline(settings.unreachableTimeout()));
        }
        if (isPast(deadline.get())) {
          throw Unfinished.because(e);
        }
        pause();
      }
    }
  }
}
