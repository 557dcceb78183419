package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.RelationName;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What the ledger and the cluster say about one deployment.
 *
 * @param models unique ids of the models whose tables its job fills
 * @param relation the table it fills, the first of several
 * @param wanted whether its job should run
 * @param job its job; empty while it never had one
 * @param observed that job, as the cluster sees it; empty when the cluster does not know it
 * @param lastSavepoint newest savepoint or checkpoint the ledger knows
 * @param unfinished state of an operation that has not come to its end
 * @param verdict one sentence: runs, gone, failed, stopped, being deployed by whom
 */
public record DeploymentStatus(
    String model,
    List<String> models,
    String deployment,
    RelationName relation,
    String jobName,
    boolean wanted,
    Optional<JobId> job,
    Optional<JobStatus> observed,
    Optional<CheckpointReport> checkpoints,
    Optional<String> lastSavepoint,
    Optional<Instant> deployedAt,
    Optional<DeployState> unfinished,
    String verdict) {
  public DeploymentStatus {
    requireNonNull(model, "model");
    models = List.copyOf(models);
    requireNonNull(deployment, "deployment");
    requireNonNull(relation, "relation");
    requireNonNull(jobName, "jobName");
    requireNonNull(job, "job");
    requireNonNull(observed, "observed");
    requireNonNull(checkpoints, "checkpoints");
    requireNonNull(lastSavepoint, "lastSavepoint");
    requireNonNull(deployedAt, "deployedAt");
    requireNonNull(unfinished, "unfinished");
    requireNonNull(verdict, "verdict");
  }

  /** One word: the job's state in lower case, {@code stopped}, or {@code gone}. */
  public String state() {
    if (!wanted && observed.filter(job -> !job.state().isTerminal()).isEmpty()) {
      return "stopped";
    }
    return observed.map(job -> job.state().name().toLowerCase(Locale.ROOT)).orElse("gone");
  }

  /** Since when its job is in the cluster; empty when it does not run. */
  public Optional<Instant> runsSince() {
    return observed.filter(job -> !job.state().isTerminal()).map(JobStatus::startTime);
  }
}
