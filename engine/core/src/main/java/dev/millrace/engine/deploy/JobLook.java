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
   * One job; empty when the cluster does not know it, for which it is asked by itself. Who asks for
   * one that was submitted since all were asked for waits until they are again: an answer for one
   * job costs the JobManager as much as one for all, and a look at its metrics besides.
   */
  Optional<JobStatus> job(JobId id) {
    if (!together) {
      return jobs.job(id);
    }
    Optional<JobStatus> listed = listed(id, false);
    if (listed.isEmpty()) {
      Outside.sleep(untilAnswered());
      listed = listed(id, true);
    }
    return listed.or(() -> jobs.job(id));
  }

  private synchronized Optional<JobStatus> listed(JobId id, boolean mustBeThere) {
    Instant now = clock.instant();
    // A clock that was set back must not make it serve for longer.
    boolean old = now.isBefore(answered) || !now.isBefore(servesUntil);
    if (old || (mustBeThere && !answer.containsKey(id))) {
      List<JobStatus> all = jobs.overview();
      answer.clear();
      all.forEach(job -> answer.put(job.id(), job));
      answered = clock.instant();
      servesUntil = answered.plus(paced(Duration.between(now, answered), moment));
    }
    return Optional.ofNullable(answer.get(id));
  }

  private synchronized Duration untilAnswered() {
    Duration wait = Duration.between(clock.instant(), servesUntil);
    return wait.compareTo(SERVES_AT_MOST) > 0 ? SERVES_AT_MOST : wait;
  }

  /** How long to leave a cluster alone that took so long to answer. */
  static Duration paced(Duration took, Duration atLeast) {
    Duration enough = took.multipliedBy(SERVES_TIMES);
    if (enough.compareTo(SERVES_AT_MOST) > 0) {
      return SERVES_AT_MOST;
    }
    return enough.compareTo(atLeast) > 0 ? enough : atLeast;
  }
}
