package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Makes a lost ledger again from what jobs carry with them and the cluster tells of them. Only what
 * the ledger does not know is added; nothing on the cluster is touched.
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
   * @param left jobs of this project and target that do not tell enough, one sentence each
   */
  public record Report(List<Rebuilt> rebuilt, List<String> known, List<String> left) {
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
   * @param actor who asks for it
   */
  public Report rebuild(String actor) {
    List<String> left = new ArrayList<>();
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
            rebuild(newest, actor, left).ifPresent(rebuilt::add);
          }
        });
    return new Report(rebuilt, known, left);
  }

  private boolean isOfThisTarget(JobStatus job) {
    return ledger.project().equals(job.parameters().get(JobParameters.PROJECT))
        && ledger.target().equals(job.parameters().get(JobParameters.TARGET));
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

  private Optional<Rebuilt> rebuild(FoundJob found, String actor, List<String> left) {
    JobStatus job = found.job();
    Optional<JobSpec> packed = JobParameters.spec(job.parameters());
    if (packed.isEmpty()) {
      left.add(
          "Job "
              + job.id()
              + " ("
              + job.name()
              + ") does not carry what it was made from; stop it, and let `millrace run` start its"
              + " model");
      return Optional.empty();
    }
    JobSpec spec = packed.get();
    Optional<CheckpointReport> checkpoints = jobs.checkpoints(job.id());
    Map<String, String> topics = topicIds.apply(spec);
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
