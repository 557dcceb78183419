package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A job that fills the table of one model, or those of several, through all its renames,
 * submissions and savepoints.
 *
 * @param key stable name of it; part of every operator UID
 * @param model dbt's unique id of the model it belongs to now; {@code job.<project>.<name>} where
 *     the project gives the job a name
 * @param models unique ids of the models whose tables it fills
 * @param relation full name of the table it fills, of the first of several
 * @param spec number of the specification that is committed; empty before the first
 * @param attempt number of the submission that carries it
 * @param maxParallelism pinned at the first deployment
 */
public record Deployment(
    String key,
    String model,
    List<String> models,
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
    models = List.copyOf(models);
    requireNonNull(relation, "relation");
    requireNonNull(jobName, "jobName");
    requireNonNull(wanted, "wanted");
    requireNonNull(spec, "spec");
    requireNonNull(attempt, "attempt");
    requireNonNull(maxParallelism, "maxParallelism");
    requireNonNull(deployedAt, "deployedAt");
  }

  /** Whether it is one of those, or fills the table of one of those. */
  public boolean isAmong(Set<String> chosen) {
    return chosen.contains(model) || models.stream().anyMatch(chosen::contains);
  }

  /** Whether a job of it should run. */
  public enum Wanted {
    /** It has never been committed. */
    NOT_YET,
    RUNNING,
    STOPPED
  }
}
