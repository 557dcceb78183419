package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What a target can do, probed at connect; it decides what a plan may promise.
 *
 * @param submitPath how jobs get there
 * @param stateStorage who can read the folder of checkpoints and savepoints
 * @param flinkVersion the cluster's version; empty when it does not tell
 * @param limits what cannot be promised here and why, one sentence each; shown in plans and by
 *     doctor
 */
public record Capabilities(
    SubmitPath submitPath,
    StateStorage stateStorage,
    Optional<String> flinkVersion,
    boolean ownJobIds,
    boolean jobParameters,
    List<String> limits) {
  public Capabilities {
    requireNonNull(submitPath, "submitPath");
    requireNonNull(stateStorage, "stateStorage");
    requireNonNull(flinkVersion, "flinkVersion");
    limits = List.copyOf(limits);
  }

  /** How jobs reach the cluster. */
  public enum SubmitPath {
    COMPILED_PLAN,
    PLAIN_INSERT
  }

  /** Who can read state. */
  public enum StateStorage {
    LOCAL,
    CLUSTER,
    NONE
  }
}
