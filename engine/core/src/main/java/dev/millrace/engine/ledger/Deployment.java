package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A model's job, through all its renames, jobs and savepoints.
 *
 * @param key stable name of it; part of every operator UID
 * @param model dbt's unique id of the model it belongs to now
 * @param relation full name of the table it fills
 * @param spec number of the specification that is committed; empty before the first
 * @param attempt number of the submission that carries it
 * @param maxParallelism pinned at the first deployment
 */
public record Deployment(
    String key,
    String model,
    String relation,
    String jobName,
    Wanted wanted,
    Optional<Long> spec,
    Optional<Integer> attempt,
    OptionalInt maxParallelism,
    Optional<Instant> deployedAt) {
  public Deployment {
    requireNonNull(key, "key");
    requireNonNull(model, "model");
    requireNonNull(relation, "relation");
    requireNonNull(jobName, "jobName");
    requireNonNull(wanted, "wanted");
    requireNonNull(spec, "spec");
    requireNonNull(attempt, "attempt");
    requireNonNull(maxParallelism, "maxParallelism");
    requireNonNull(deployedAt, "deployedAt");
  }

  /** Whether a job of it should run. */
  public enum Wanted {
    /** It has never been committed. */
    NOT_YET,
    RUNNING,
    STOPPED
  }
}
