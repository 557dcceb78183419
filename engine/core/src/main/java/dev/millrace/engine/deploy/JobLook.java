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
import java.util.function.BooleanSupplier;

/**
 * How jobs stand while several are waited for: one answer of the cluster serves all who ask within
 * a moment. Thread-safe.
 *
 * <p>Who waits for one job alone asks for that one: the list of all is long on a large cluster.
 */
final class JobLook {
  /**
   * For one answer the JobManager asks every job, so it serves so many times as long as it took:
   * seldom while a busy machine makes and submits others.
   */
  private static final int SERVES_TIMES = 10;

  /** And so many times when all that is left to do is to wait. */
  private static final int SERVES_TIMES_AT_THE_END = 2;

  /** Whatever the clock says of how long it took. */
  private static final Duration SERVES_AT_MOST = Duration.ofSeconds(2);

  /** Looks of one who waits for the next answer, whatever the clock says. */
  private static final int LOOKS_AT_MOST = 50;

  private final JobControl jobs;
  private final boolean together;
  private final Duration moment;
  private final BooleanSupplier working;
  private final Clock clock;

  private Instant answered = Instant.MAX;
  private Duration took = Duration.ZERO;
  private int answers;
  private final Map<JobId, JobStatus> answer = new HashMap<>();

  /**
   * A look at jobs.
   *
   * @param together whether several are waited for
   * @param moment how old an answer may always be
   * @param working whether anybody still makes or submits jobs
   */
  JobLook(
      JobControl jobs, boolean together, Duration moment, BooleanSupplier working, Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.together = together;
    this.moment = requireNonNull(moment, "moment");
    this.working = requireNonNull(working, "working");
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
    int before = answers();
    Optional<JobStatus> listed = listed(id);
    for (int looks = 0; listed.isEmpty() && answers() == before && looks < LOOKS_AT_MOST; looks++) {
      Outside.sleep(moment);
      listed = listed(id);
    }
    return listed.or(() -> jobs.job(id));
  }

  private synchronized int answers() {
    return answers;
  }

  private synchronized Optional<JobStatus> listed(JobId id) {
    Instant now = clock.instant();
    // A clock that was set back must not make it serve for longer.
    if (now.isBefore(answered) || !now.isBefore(answered.plus(served()))) {
      List<JobStatus> all = jobs.overview();
      answer.clear();
      all.forEach(job -> answer.put(job.id(), job));
      answered = clock.instant();
      took = Duration.between(now, answered);
      answers++;
    }
    return Optional.ofNullable(answer.get(id));
  }

  private Duration served() {
    return paced(took, working.getAsBoolean() ? SERVES_TIMES : SERVES_TIMES_AT_THE_END, moment);
  }

  /** How long to leave a cluster alone that took so long to answer. */
  static Duration paced(Duration took, Duration atLeast) {
    return paced(took, SERVES_TIMES, atLeast);
  }

  private static Duration paced(Duration took, int times, Duration atLeast) {
    Duration enough = took.multipliedBy(times);
    if (enough.compareTo(SERVES_AT_MOST) > 0) {
      return SERVES_AT_MOST;
    }
    return enough.compareTo(atLeast) > 0 ? enough : atLeast;
  }
}
