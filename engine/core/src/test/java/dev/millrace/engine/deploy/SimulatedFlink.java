package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobFailures;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.connect.TriggerId;
import dev.millrace.engine.connect.TriggerStatus;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A small Flink: jobs with states, triggers by id, savepoints on a disk that outlives it, refusal
 * of state that no operator owns; and a switch for every failure.
 */
final class SimulatedFlink implements JobControl {
  private static final Pattern STATEFUL =
      Pattern.compile(
          "/((?:source|sink|group-aggregate|global-window-aggregate|join|rank)\\.[^/\"]+)");

  final Map<JobId, SimulatedJob> jobs = new LinkedHashMap<>();

  /** What lies on disk: rows and operators by path. */
  final Map<String, Stored> disk = new LinkedHashMap<>();

  /** Tables of jobs that somebody else has started. */
  final Map<JobId, List<String>> written = new HashMap<>();

  /** How each stop wanted its savepoint. */
  final List<SavepointFormat> formats = new ArrayList<>();

  /** Paths of savepoints with which jobs stopped in canonical format. */
  final Set<String> canonical = new HashSet<>();

  /** Jobs that were to emit all they hold before they stop. */
  final Set<JobId> drained = new LinkedHashSet<>();

  final List<Submission> submissions = new ArrayList<>();
  final CrashPoint crash;

  /** Jobs that were asked for by themselves, each as often as it was. */
  final List<JobId> lookedAt = new ArrayList<>();

  /** Checkpoints whose end was asked for before anybody had asked for them. */
  final List<TriggerId> askedTooEarly = new ArrayList<>();

  /** How often all jobs were asked for. */
  int lists;

  Predicate<Submission> failsAtSubmit = submission -> false;
  Predicate<Submission> restartsForEver = submission -> false;
  Predicate<Submission> losesTheJob = submission -> false;
  Predicate<Submission> hangs = submission -> false;
  Predicate<Submission> bounded = submission -> false;
  String refusal = "No slots for it";
  boolean savepointsFail;
  boolean savepointsFailTheJob;
  boolean savepointsNeverEnd;

  /** So many times a finished savepoint is still said to be in progress. */
  int savepointAnswersLate;

  /** Why the next savepoints are refused while the job runs on. */
  final Deque<String> refusedSavepoints = new ArrayDeque<>();

  /** So many times a job loses a task just when a checkpoint is asked for. */
  int checkpointsCutOff;

  boolean stopForgetsTheTrigger;
  boolean jobRunsOnAfterSavepoint;
  boolean checkpointsFail;
  boolean checkpointsUnsupported;
  boolean statisticsUnknown;
  boolean tasksUnknown;
  boolean ownIds = true;
  int unreachableFor;

  /** What happens before a submission comes to nothing since the cluster does not answer. */
  Optional<Runnable> submissionUnanswered = Optional.empty();

  private final Map<TriggerId, TriggerStatus> triggers = new LinkedHashMap<>();
  private int serial;

  /** A checkpoint or savepoint on disk. */
  record Stored(JobId job, boolean savepoint, long rows, Set<String> operators, Instant time) {}

  SimulatedFlink(CrashPoint crash) {
    this.crash = crash;
  }

  @Override
  public Optional<String> savepointFolder() {
    return Optional.of("file:/savepoints");
  }

  /** Every process of the cluster is gone; the disk stays. */
  synchronized void loseEverything() {
    jobs.clear();
    triggers.clear();
  }

  synchronized void fail(JobId id, String cause) {
    SimulatedJob job = known(id);
    job.state = JobState.FAILED;
    job.causes = List.of(cause);
  }

  synchronized List<SimulatedJob> running() {
    return jobs.values().stream().filter(SimulatedJob::alive).toList();
  }

  synchronized SimulatedJob running(String name) {
    return running().stream().filter(job -> job.name.equals(name)).findFirst().orElseThrow();
  }

  @Override
  public synchronized List<JobStatus> jobs() {
    reach();
    lists++;
    jobs.values().forEach(this::advance);
    return jobs.values().stream().map(job -> status(job, Map.of())).toList();
  }

  @Override
  public synchronized Optional<JobStatus> job(JobId id) {
    reach();
    lookedAt.add(id);
    SimulatedJob job = jobs.get(id);
    if (job == null) {
      return Optional.empty();
    }
    advance(job);
    return Optional.of(status(job, job.parameters));
  }

  @Override
  public synchronized JobId submit(Submission submission, Bindings bindings) {
    reach();
    crash.before("submit");
    if (submissionUnanswered.isPresent()) {
      Runnable meanwhile = submissionUnanswered.get();
      submissionUnanswered = Optional.empty();
      meanwhile.run();
      throw problem(ProblemCode.CLUSTER_UNREACHABLE, "The cluster does not answer");
    }
    JobId id = ownIds ? submission.jobId() : JobId.derive("cluster", Integer.toString(serial++));
    if (!jobs.containsKey(id)) {
      submissions.add(submission);
      if (failsAtSubmit.test(submission)) {
        throw problem(ProblemCode.CLUSTER_REFUSED, refusal);
      }
      start(id, submission);
    }
    crash.after("submit");
    return id;
  }

  @Override
  public synchronized void drain(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    drained.add(id);
    stopWithSavepoint(id, trigger, format, targetDirectory);
  }

  @Override
  public synchronized void stopWithSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    reach();
    crash.before("stop");
    SimulatedJob job = known(id);
    formats.add(format);
    if (!triggers.containsKey(trigger)) {
      if (!refusedSavepoints.isEmpty()) {
        triggers.put(
            trigger,
            new TriggerStatus.Failed(
                "Aborting checkpoint. Failure reason: " + refusedSavepoints.remove()));
      } else if (savepointsFail) {
        triggers.put(trigger, new TriggerStatus.Failed("the disk is full"));
        if (savepointsFailTheJob) {
          job.state = JobState.FAILED;
        }
      } else {
        triggers.put(trigger, new TriggerStatus.InProgress());
        if (!savepointsNeverEnd) {
          String path = store(job, true);
          if (format == SavepointFormat.CANONICAL) {
            canonical.add(path);
          }
          job.savepoint = Optional.of(snapshot(path));
          if (!jobRunsOnAfterSavepoint) {
            job.state = JobState.FINISHED;
          }
          triggers.put(trigger, new TriggerStatus.Completed(path));
        }
        if (stopForgetsTheTrigger) {
          triggers.remove(trigger);
        }
      }
    }
    crash.after("stop");
  }

  /** Savepoints that took long are complete now. */
  synchronized void endSavepoints() {
    savepointsNeverEnd = false;
    for (SimulatedJob job : running()) {
      String path = store(job, true);
      job.savepoint = Optional.of(snapshot(path));
      job.state = JobState.FINISHED;
      triggers.replaceAll(
          (trigger, old) ->
              old instanceof TriggerStatus.InProgress ? new TriggerStatus.Completed(path) : old);
    }
  }

  @Override
  public synchronized TriggerStatus savepointStatus(JobId id, TriggerId trigger) {
    reach();
    if (savepointAnswersLate > 0 && triggers.get(trigger) instanceof TriggerStatus.Completed) {
      savepointAnswersLate--;
      return new TriggerStatus.InProgress();
    }
    return triggers.getOrDefault(trigger, new TriggerStatus.Unknown());
  }

  @Override
  public synchronized List<String> writtenTables(JobId id) {
    return written.getOrDefault(id, List.of());
  }

  @Override
  public synchronized void triggerSavepoint(
      JobId id, TriggerId trigger, SavepointFormat format, Optional<String> targetDirectory) {
    reach();
    SimulatedJob job = jobs.get(id);
    if (job == null || savepointsFail) {
      triggers.put(trigger, new TriggerStatus.Failed("declined"));
      return;
    }
    String path = store(job, true);
    job.savepoint = Optional.of(snapshot(path));
    triggers.put(trigger, new TriggerStatus.Completed(path));
  }

  @Override
  public synchronized void deleteSavepoint(String path) {
    reach();
    disk.remove(path);
  }

  @Override
  public synchronized void triggerCheckpoint(JobId id, TriggerId trigger) {
    reach();
    crash.before("checkpoint");
    if (checkpointsUnsupported) {
      throw problem(ProblemCode.NOT_SUPPORTED, "A SQL Gateway alone cannot");
    }
    if (!triggers.containsKey(trigger)) {
      if (checkpointsFail) {
        triggers.put(trigger, new TriggerStatus.Failed("declined"));
      } else if (checkpointsCutOff > 0) {
        checkpointsCutOff--;
        triggers.put(trigger, new TriggerStatus.Failed("a task has failed"));
        known(id).state = JobState.RESTARTING;
        known(id).recoversAt = known(id).looks + 5;
      } else {
        String path = checkpoint(id);
        triggers.put(trigger, new TriggerStatus.Completed(path));
      }
    }
    crash.after("checkpoint");
  }

  /** The job takes a checkpoint; how many it keeps does not matter here. */
  synchronized String checkpoint(JobId id) {
    SimulatedJob job = known(id);
    String path = store(job, false);
    job.checkpoints.add(snapshot(path));
    return path;
  }

  @Override
  public synchronized TriggerStatus checkpointStatus(JobId id, TriggerId trigger) {
    reach();
    if (!triggers.containsKey(trigger)) {
      askedTooEarly.add(trigger);
    }
    return triggers.getOrDefault(trigger, new TriggerStatus.Unknown());
  }

  @Override
  public synchronized void cancel(JobId id) {
    reach();
    crash.before("cancel");
    SimulatedJob job = jobs.get(id);
    if (job != null && job.alive()) {
      job.state = JobState.CANCELED;
    }
    crash.after("cancel");
  }

  @Override
  public synchronized Optional<CheckpointReport> checkpoints(JobId id) {
    reach();
    return Optional.ofNullable(statisticsUnknown ? null : jobs.get(id))
        .map(
            job ->
                new CheckpointReport(
                    job.checkpoints.size(),
                    0,
                    job.checkpoints.isEmpty()
                        ? Optional.empty()
                        : Optional.of(job.checkpoints.getLast()),
                    job.savepoint,
                    job.restored));
  }

  @Override
  public synchronized JobFailures failures(JobId id) {
    reach();
    SimulatedJob job = jobs.get(id);
    return job == null ? new JobFailures(0, List.of()) : new JobFailures(job.restarts, job.causes);
  }

  @Override
  public synchronized Optional<CheckpointReport.Snapshot> newestRetainedCheckpoint(JobId id) {
    reach();
    return disk.entrySet().stream()
        .filter(entry -> entry.getValue().job().equals(id) && !entry.getValue().savepoint())
        .reduce((older, newer) -> newer)
        .map(entry -> snapshot(entry.getKey()));
  }

  private SimulatedJob known(JobId id) {
    return requireNonNull(jobs.get(id), "no job " + id);
  }

  private void start(JobId id, Submission submission) {
    Optional<CheckpointReport.Snapshot> restored = Optional.empty();
    long rows = 0;
    if (submission.restoreFrom().isPresent()) {
      // Flink takes all three spellings of a local path.
      String path = submission.restoreFrom().get().replace("file:///", "file:/");
      Stored stored = disk.get(path);
      if (stored == null) {
        throw problem(ProblemCode.RESTORE_FAILED, "Cannot find checkpoint or savepoint " + path);
      }
      boolean ignore =
          submission
              .settings()
              .getOrDefault("execution.state-recovery.ignore-unclaimed-state", "false")
              .equals("true");
      Set<String> mine = operators(submission);
      if (!ignore && !mine.containsAll(stored.operators())) {
        throw problem(
            ProblemCode.RESTORE_FAILED, "Cannot map state: the operator is not available");
      }
      if (drained.contains(stored.job())
          && stored.savepoint()
          && stored.operators().stream().anyMatch(operator -> !operator.startsWith("source."))) {
        throw problem(ProblemCode.RESTORE_FAILED, "The end of time has passed");
      }
      restored = Optional.of(snapshot(path));
      rows = stored.rows();
    }
    SimulatedJob job = new SimulatedJob(id, submission, Instant.now(), restored, rows);
    if (losesTheJob.test(submission)) {
      return;
    }
    jobs.put(id, job);
  }

  private void advance(SimulatedJob job) {
    job.looks++;
    if (job.state == JobState.INITIALIZING && job.looks > 1 && !hangs.test(job.submission)) {
      job.state = bounded.test(job.submission) ? JobState.FINISHED : JobState.RUNNING;
    }
    if (job.state == JobState.RESTARTING && job.looks == job.recoversAt) {
      job.state = JobState.RUNNING;
    }
    if (job.alive() && restartsForEver.test(job.submission)) {
      job.state = JobState.RESTARTING;
      job.restarts++;
      job.causes = List.of("StateMigrationException: the new serializer is incompatible");
    }
    if (job.state == JobState.RUNNING) {
      job.rows++;
    }
  }

  private String store(SimulatedJob job, boolean savepoint) {
    String path =
        savepoint
            ? "file:/savepoints/savepoint-" + job.id.hex().substring(0, 6) + "-" + ++serial
            : "file:/checkpoints/" + job.id.hex() + "/chk-" + ++serial;
    disk.put(
        path, new Stored(job.id, savepoint, job.rows, operators(job.submission), Instant.now()));
    return path;
  }

  private CheckpointReport.Snapshot snapshot(String path) {
    Stored stored = requireNonNull(disk.get(path), path);
    // As Flink numbers them: one series for both, so that the newer has the higher number.
    int number = List.copyOf(disk.keySet()).indexOf(path);
    return new CheckpointReport.Snapshot(
        number, path.replace("file:/", "file:///"), stored.time(), stored.rows());
  }

  private JobStatus status(SimulatedJob job, Map<String, String> parameters) {
    int tasks = tasksUnknown ? 0 : 2;
    int running = job.state == JobState.RUNNING ? tasks : 0;
    return new JobStatus(
        job.id, job.name, job.state, job.started, tasks, running, 0, 0, parameters);
  }

  private static Set<String> operators(Submission submission) {
    Set<String> operators = new TreeSet<>();
    if (submission instanceof Submission.CompiledPlan plan) {
      Matcher matcher = STATEFUL.matcher(plan.plan());
      while (matcher.find()) {
        operators.add(matcher.group(1));
      }
    }
    return operators;
  }

  private void reach() {
    if (unreachableFor > 0) {
      unreachableFor--;
      throw problem(ProblemCode.CLUSTER_UNREACHABLE, "The cluster does not answer");
    }
  }

  private static MillraceException problem(ProblemCode code, String message) {
    return new MillraceException(Problem.error(code, message));
  }
}
