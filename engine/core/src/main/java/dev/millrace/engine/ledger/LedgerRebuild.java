package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.engine.connect.StateTools;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a lost ledger again from what jobs carry with them and the cluster tells of them, and from
 * what is noted beside savepoints. Only what the ledger does not know is added; nothing on the
 * cluster is touched.
 */
public final class LedgerRebuild {
  private final Ledger ledger;
  private final JobControl jobs;
  private final Function<JobSpec, Map<String, String>> topicIds;

  /**
   * A rebuild.
   *
   * @param topicIds the broker's ids, by name, of all topics a job uses, as they are now
   */
  public LedgerRebuild(
      Ledger ledger, JobControl jobs, Function<JobSpec, Map<String, String>> topicIds) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.jobs = requireNonNull(jobs, "jobs");
    this.topicIds = requireNonNull(topicIds, "topicIds");
  }

  /**
   * What came of it.
   *
   * @param rebuilt deployments that are known again
   * @param known models whose deployment the ledger had already
   * @param left jobs and savepoints of this project and target that do not tell enough, one
   *     sentence each
   * @param savepoints how many are known again
   */
  public record Report(
      List<Rebuilt> rebuilt, List<String> known, List<String> left, int savepoints) {
    public Report {
      rebuilt = List.copyOf(rebuilt);
      known = List.copyOf(known);
      left = List.copyOf(left);
    }
  }

  /**
   * A deployment that is known again.
   *
   * @param running whether its job runs; a stopped one goes on from what it left behind
   */
  public record Rebuilt(String model, String deployment, String job, boolean running) {
    public Rebuilt {
      requireNonNull(model, "model");
      requireNonNull(deployment, "deployment");
      requireNonNull(job, "job");
    }
  }

  /**
   * Rebuilds.
   *
   * @param notes beside the target's savepoints
   * @param actor who asks for it
   */
  public Report rebuild(StateTools.Notes notes, String actor) {
    List<String> left = new ArrayList<>(notes.unreadable());
    Map<String, List<FoundJob>> byDeployment = new LinkedHashMap<>();
    for (JobStatus each : jobs.jobs()) {
      jobs.job(each.id())
          .filter(this::isOfThisTarget)
          .ifPresent(job -> sort(job, byDeployment, left));
    }
    List<Rebuilt> rebuilt = new ArrayList<>();
    List<String> known = new ArrayList<>();
    List<String> keys = ledger.deployments().stream().map(Deployment::key).toList();
    byDeployment.forEach(
        (deployment, found) -> {
          FoundJob newest = newest(found);
          if (keys.contains(deployment) || ledger.deploymentOf(newest.model()).isPresent()) {
            known.add(newest.model());
          } else {
            JobStatus job = newest.job();
            rebuild(
                    newest,
                    "Job " + job.id() + " (" + job.name() + ")",
                    jobs.checkpoints(job.id()),
                    Optional.empty(),
                    actor,
                    left)
                .ifPresent(rebuilt::add);
          }
        });
    int savepoints = 0;
    for (List<SavepointNote> each : ofThisTarget(notes).values()) {
      savepoints += rebuild(each, actor, rebuilt, left);
    }
    return new Report(rebuilt, known, left, savepoints);
  }

  private boolean isOfThisTarget(JobStatus job) {
    return JobParameters.areOf(ledger, job.parameters());
  }

  /** By deployment; of each, the newest first. */
  private Map<String, List<SavepointNote>> ofThisTarget(StateTools.Notes notes) {
    Map<String, List<SavepointNote>> ours = new LinkedHashMap<>();
    SavepointNote.ofTarget(ledger, notes).stream()
        .sorted(
            Comparator.<SavepointNote>comparingInt(note -> note.savepoint().attempt())
                .thenComparing(note -> note.savepoint().takenAt())
                .reversed())
        .forEach(
            note ->
                ours.computeIfAbsent(note.savepoint().deployment(), key -> new ArrayList<>())
                    .add(note));
    return ours;
  }

  /**
   * From the notes of one deployment.
   *
   * @param notes the newest first
   * @return how many savepoints are known again
   */
  private int rebuild(
      List<SavepointNote> notes, String actor, List<Rebuilt> rebuilt, List<String> left) {
    SavepointNote newest = notes.getFirst();
    String key = newest.savepoint().deployment();
    if (ledger.deployments().stream().noneMatch(known -> known.key().equals(key))) {
      if (ledger.deploymentOf(newest.model()).isPresent()) {
        // Another deployment has taken its place; what this one left is nobody's state.
        return 0;
      }
      String what = "The savepoint " + newest.savepoint().path() + " of " + newest.model();
      if (!newest.isLastState()) {
        left.add(
            what
                + " is not its last state: its job went on, and the cluster does not know that job"
                + " any more");
        return 0;
      }
      Optional<Rebuilt> stopped =
          rebuild(
              newest.found(),
              what,
              Optional.of(newest.report()),
              Optional.of(newest.topics()),
              actor,
              left);
      if (stopped.isEmpty()) {
        return 0;
      }
      rebuilt.add(stopped.get());
    }
    return keep(notes, actor);
  }

  private int keep(List<SavepointNote> notes, String actor) {
    String key = notes.getFirst().savepoint().deployment();
    List<String> known = ledger.savepoints(key).stream().map(Savepoint::path).toList();
    int kept = 0;
    for (SavepointNote note : notes) {
      Savepoint savepoint = note.savepoint();
      boolean told = known.stream().anyMatch(path -> StatePaths.same(path, savepoint.path()));
      Optional<JobSpec> spec = JobParameters.spec(note.parameters());
      boolean isSubmission =
          ledger.attempts(key).stream().anyMatch(each -> each.number() == savepoint.attempt());
      if (told || (spec.isEmpty() && !isSubmission)) {
        continue;
      }
      if (!isSubmission) {
        long number = ledger.addSpec(key, spec.get(), Optional.empty(), Optional.empty(), actor);
        note.found().writeEnded(ledger, number, Optional.of(savepoint.path()));
      }
      ledger.addSavepoint(savepoint);
      ledger.topicsAtEnd(savepoint.path(), note.topics());
      kept++;
    }
    return kept;
  }

  private static void sort(
      JobStatus job, Map<String, List<FoundJob>> byDeployment, List<String> left) {
    String deployment = job.parameters().get(JobParameters.DEPLOYMENT);
    String model = job.parameters().get(JobParameters.MODEL);
    String attempt = job.parameters().getOrDefault(JobParameters.ATTEMPT, "");
    if (deployment == null || model == null || !attempt.matches("[1-9]\\d{0,8}")) {
      left.add("Job " + job.id() + " (" + job.name() + ") does not say whose it is");
      return;
    }
    byDeployment
        .computeIfAbsent(deployment, key -> new ArrayList<>())
        .add(new FoundJob(job, deployment, model, Integer.parseInt(attempt)));
  }

  /** What runs counts before what ran; among those, the last that was submitted. */
  private static FoundJob newest(List<FoundJob> found) {
    return found.stream()
        .max(
            Comparator.<FoundJob, Boolean>comparing(each -> !each.job().state().isTerminal())
                .thenComparing(FoundJob::attempt))
        .orElseThrow();
  }

  /**
   * @param what it is found by, for a sentence
   * @param known ids of its topics when it had stopped; empty to ask for those of today
   */
  private Optional<Rebuilt> rebuild(
      FoundJob found,
      String what,
      Optional<CheckpointReport> checkpoints,
      Optional<Map<String, String>> known,
      String actor,
      List<String> left) {
    JobStatus job = found.job();
    Optional<JobSpec> packed = JobParameters.spec(job.parameters());
    if (packed.isEmpty()) {
      left.add(
          what
              + " does not carry what it was made from; "
              + (job.state().isTerminal() ? "" : "stop it, and ")
              + "let `millrace run` start its model");
      return Optional.empty();
    }
    JobSpec spec = packed.get();
    Map<String, String> topics = known.orElseGet(() -> topicIds.apply(spec));
    boolean wanted = isWanted(job, checkpoints);
    ledger.register(found.deployment(), found.model(), spec);
    long number =
        ledger.addSpec(found.deployment(), spec, Optional.empty(), Optional.empty(), actor);
    found.write(ledger, spec, number, wanted, checkpoints, topics);
    checkpoints
        .flatMap(CheckpointReport::latestSavepoint)
        .ifPresent(
            savepoint ->
                ledger.addSavepoint(
                    new Savepoint(
                        savepoint.path(),
                        found.deployment(),
                        found.attempt(),
                        wanted ? Savepoint.Origin.USER : Savepoint.Origin.STOP,
                        savepoint.sizeBytes(),
                        savepoint.time())));
    return Optional.of(
        new Rebuilt(found.model(), found.deployment(), job.id().hex(), !job.state().isTerminal()));
  }

  /** A job that was stopped with a savepoint, or cancelled, was stopped by somebody's wish. */
  private static boolean isWanted(JobStatus job, Optional<CheckpointReport> checkpoints) {
    return switch (job.state()) {
      case CANCELED -> false;
      case FINISHED -> checkpoints.flatMap(CheckpointReport::latestSavepoint).isEmpty();
      case INITIALIZING,
          CREATED,
          RUNNING,
          FAILING,
          FAILED,
          CANCELLING,
          RESTARTING,
          SUSPENDED,
          RECONCILING ->
          true;
    };
  }
}
