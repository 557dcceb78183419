package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.rest.Pauses;
import dev.millrace.engine.connect.JobId;
import java.time.Duration;

/**
 * Keeps a query from being cancelled while its tasks start.
 *
 * <p>Flink's collecting sink fails when it is closed before it was opened ({@code
 * CollectSinkFunction.accumulateFinalResults} locks a lock that {@code open} makes), Flink takes
 * that for a fault of the whole process, and the TaskManager ends with every task on it. Seen with
 * Flink 2.3 at about one in ten queries that are cancelled as soon as they are there. The sink is
 * the last operator of its chain and so the first to be opened.
 */
final class CancelGuard {
  /** A query that gets no slot may be ended; one that is about to get it may not. */
  private static final Duration WAITING_LIMIT = Duration.ofSeconds(3);

  /** By then the sink has been opened, whatever the sources before it still wait for. */
  private static final Duration STARTING_LIMIT = Duration.ofSeconds(30);

  /** Where nobody tells, time is all there is. */
  private static final Duration UNTOLD_LIMIT = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(25);

  private final JobEnds jobs;
  private final long started = System.nanoTime();

  /** For a query that starts now. */
  CancelGuard(JobEnds jobs) {
    this.jobs = requireNonNull(jobs, "jobs");
  }

  /**
   * Waits until the query may be cancelled.
   *
   * @throws java.util.concurrent.CancellationException when this thread is interrupted
   */
  void await(JobId job) {
    long asked = System.nanoTime();
    while (!mayEnd(jobs.tasks(job), since(asked))) {
      Pauses.sleep(PAUSE);
    }
  }

  private boolean mayEnd(JobEnds.Tasks tasks, Duration waited) {
    return switch (tasks) {
      case STARTED -> true;
      case WAITING -> waited.compareTo(WAITING_LIMIT) > 0;
      case STARTING -> waited.compareTo(STARTING_LIMIT) > 0;
      case UNTOLD -> since(started).compareTo(UNTOLD_LIMIT) > 0;
    };
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
