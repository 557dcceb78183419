package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
  private final Map<JobId, JobStatus> answer = new HashMap<>();

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

  /**
   * One job; empty when the cluster does not know it, for which it is asked by itself. One that was
   * submitted since all were asked for is asked for once, until they are again.
   */
  Optional<JobStatus> job(JobId id) {
    if (!together) {
      return jobs.job(id);
    }
    Optional<JobStatus> listed = listed(id);
    if (listed.isPresent()) {
      return listed;
    }
    Optional<JobStatus> alone = jobs.job(id);
    alone.ifPresent(this::add);
    return alone;
  }

  private synchronized void add(JobStatus job) {
    answer.putIfAbsent(job.id(), job);
  }

  private synchronized Optional<JobStatus> listed(JobId id) {
    Instant now = clock.instant();
    // A clock that was set back must not make it serve for longer.
    if (now.isBefore(answered) || !now.isBefore(servesUntil)) {
      List<JobStatus> all = jobs.overview();
      answer.clear();
      all.forEach(job -> answer.put(job.id(), job));
      answered = clock.instant();
      servesUntil = answered.plus(served(Duration.between(now, answered)));
    }
    return Optional.ofNullable(answer.get(id));
  }

  private Duration served(Duration took) {
    Duration enough = took.multipliedBy(SERVES_TIMES);
    if (enough.compareTo(SERVES_AT_MOST) > 0) {
      return SERVES_AT_MOST;
    }
    return enough.compareTo(moment) > 0 ? enough : moment;
  }
}
