package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobStatus;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/** A job that is found on the cluster and becomes the committed submission of a deployment. */
record FoundJob(JobStatus job, String deployment, String model, int attempt) {
  FoundJob {
    requireNonNull(job, "job");
    requireNonNull(deployment, "deployment");
    requireNonNull(model, "model");
  }

  /**
   * Writes it down, all or nothing.
   *
   * @param number of its specification, which is kept already
   * @param wanted whether it should run
   * @param topics the broker's ids of all topics it uses, by name
   */
  void write(
      Ledger ledger,
      JobSpec spec,
      long number,
      boolean wanted,
      Optional<CheckpointReport> checkpoints,
      Map<String, String> topics) {
    ledger.inOne(handle -> write(ledger, handle, spec, number, wanted, checkpoints, topics));
  }

  /**
   * Writes it down as one of the deployment's submissions that has ended.
   *
   * @param number of its specification, which is kept already
   */
  void writeEnded(Ledger ledger, long number, Optional<String> newest) {
    ledger.inOne(handle -> insert(handle, number, Optional.empty(), newest));
  }

  private void insert(
      Handle handle, long number, Optional<String> restored, Optional<String> newest) {
    handle.execute(
        "INSERT INTO attempt (deployment, number, spec, job, restore_path, checkpoint,"
            + " had_checkpoint, state, started_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        deployment,
        attempt,
        number,
        job.id().hex(),
        restored.orElse(null),
        newest.orElse(null),
        restored.isPresent() || newest.isPresent() ? 1 : 0,
        Attempt.State.COMMITTED.name(),
        job.startTime().toString());
  }

  private void write(
      Ledger ledger,
      Handle handle,
      JobSpec spec,
      long number,
      boolean wanted,
      Optional<CheckpointReport> checkpoints,
      Map<String, String> topics) {
    String now = ledger.clock().instant().toString();
    Optional<String> restored =
        checkpoints.flatMap(CheckpointReport::restored).map(CheckpointReport.Snapshot::path);
    Optional<String> newest =
        checkpoints.flatMap(CheckpointReport::latestCompleted).map(CheckpointReport.Snapshot::path);
    insert(handle, number, restored, newest);
    handle.execute(
        "UPDATE deployment SET wanted = ?, spec = ?, attempt = ?, deployed_at = ?,"
            + " max_parallelism = ? WHERE deployment = ?",
        (wanted ? Deployment.Wanted.RUNNING : Deployment.Wanted.STOPPED).name(),
        number,
        attempt,
        job.startTime().toString(),
        spec.option("pipeline.max-parallelism").map(Integer::valueOf).orElse(null),
        deployment);
    TopicIds.store(handle, deployment, topics);
    TopicIds.noteFor(handle, deployment, attempt);
    String former = job.parameters().getOrDefault(JobParameters.LEDGER, "");
    boolean unknown =
        !former.isEmpty()
            && !former.equals(ledger.id())
            && handle
                    .createQuery("SELECT COUNT(*) FROM former_ledger WHERE id = :id")
                    .bind("id", former)
                    .mapTo(Integer.class)
                    .one()
                == 0;
    if (unknown) {
      handle.execute("INSERT INTO former_ledger (id, rebuilt_at) VALUES (?, ?)", former, now);
    }
  }
}
