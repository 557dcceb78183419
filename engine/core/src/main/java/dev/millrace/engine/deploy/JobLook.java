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
  /** For one answer the JobManager asks every job: the more there are, the longer it serves. */
  private static final int JOBS_A_MOMENT = 10;

  private final JobControl jobs;
  private final boolean together;
  private final Duration moment;
  private final Clock clock;

  private Instant asked = Instant.MIN;
  private Map<JobId, JobStatus> answer = Map.of();

  /**
   * A look at jobs.
   *
   * @param together whether several are waited for
   * @param moment how old an answer about a few jobs may be
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
    if (!now.isBefore(asked.plus(moment.multipliedBy(1 + answer.size() / JOBS_A_MOMENT)))) {
      answer =
          jobs.overview().stream()
              .collect(Collectors.toMap(JobStatus::id, Function.identity(), (one, other) -> other));
      asked = now;
    }
    return answer;
  }
}
