package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Optional;

/** A specification as it was kept: what, when, by whom, from which commit. */
public record StoredSpec(
    long number,
    String deployment,
    JobSpec spec,
    Optional<String> flinkVersion,
    Optional<String> gitCommit,
    String actor,
    Instant createdAt) {
  public StoredSpec {
    requireNonNull(deployment, "deployment");
    requireNonNull(spec, "spec");
    requireNonNull(flinkVersion, "flinkVersion");
    requireNonNull(gitCommit, "gitCommit");
    requireNonNull(actor, "actor");
    requireNonNull(createdAt, "createdAt");
  }
}
