package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How jobs stand while several are waited for: one answer of the cluster serves all who ask within
 * a moment. Thread-safe.
 *
 * <p>Who waits for one job alone asks for that one: the list of all is long on a large cluster.
 */
final class JobLook {
  /**
   * For one answer the JobManager asks every job, so it serves so many times as long as it took:
   * seldom while a busy machine submits others, and soon where one job is waited for at the end.
   */
  private static final int SERVES_TIMES = 10;

  /** Whatever the clock says of how long it took. */
  private static final Duration SERVES_AT_MOST = Duration.ofSeconds(2);

  private final JobControl jobs;
  private final boolean together;
  private final Duration moment;
  private final Clock clock;

  private Instant answered = Instant.MAX;
  private Instant servesUntil = Instant.MIN;
  private Map<JobId, JobStatus> answer = Map.of();

  /**
   * A look at jobs.
   *
   * @param together whether several are waited for
   * @param moment how old an answer may always be
   */
  JobLook(JobControl jobs, boolean together, Duration moment, Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.together = together;
    this.moment = requireNonNull(moment, "moment");
    this.clock = requireNonNull(clock, "clock");
  }

  /** One job; empty when the cluster does not know it, for which it is asked by itself. */
  Optional<JobStatus> job(JobId id) {
    return together ? Optional.ofNullable(all().get(id)).or(() -> jobs.job(id)) : jobs.job(id);
  }

  private synchronized Map<JobId, JobStatus> all() {
    Instant now = clock.instant();
    // A clock that was set back must not make it serve for longer.
    if (now.isBefore(answered) || !now.isBefore(servesUntil)) {
      answer =
          jobs.overview().stream()
              .collect(Collectors.toMap(JobStatus::id, Function.identity(), (one, other) -> other));
      answered = clock.instant();
      servesUntil = answered.plus(served(Duration.between(now, answered)));
    }
    return answer;
  }

  private Duration served(Duration took) {
    Duration enough = took.multipliedBy(SERVES_TIMES);
    if (enough.compareTo(SERVES_AT_MOST) > 0) {
      return SERVES_AT_MOST;
    }
    return enough.compareTo(moment) > 0 ? enough : moment;
  }
}
