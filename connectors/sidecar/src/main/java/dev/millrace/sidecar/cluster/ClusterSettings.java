package dev.millrace.sidecar.cluster;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;

/**
 * What the local cluster is told by the sidecar.
 *
 * @param work for temporary files; lost at the next start
 * @param checkpoints where jobs keep their checkpoints; outlives every process
 * @param savepoints where savepoints go when none is named
 * @param tokenFile holds the token of JobManager and gateway
 * @param intake where metrics are sent, its write token included
 * @param slots how many parallel job slices run at once
 */
public record ClusterSettings(
    Path work, Path checkpoints, Path savepoints, Path tokenFile, URI intake, int slots) {
  public ClusterSettings {
    requireNonNull(work, "work");
    requireNonNull(checkpoints, "checkpoints");
    requireNonNull(savepoints, "savepoints");
    requireNonNull(tokenFile, "tokenFile");
    requireNonNull(intake, "intake");
    if (slots < 1) {
      throw new IllegalArgumentException("a cluster needs a slot, not " + slots);
    }
  }

  /** Without the intake's address, which carries its token. */
  @Override
  public String toString() {
    return "ClusterSettings[" + work + ", " + slots + " slots]";
  }
}
