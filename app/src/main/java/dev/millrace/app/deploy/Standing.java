package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How the deployments of one target stand.
 *
 * @param target its name
 * @param local the local cluster; empty when the target is a cluster of the user's
 * @param leftBehind operations that an ended process left unfinished
 */
public record Standing(
    String target,
    List<DeploymentStatus> deployments,
    Optional<LocalCluster.Status> local,
    List<LeftBehind> leftBehind,
    Instant seenAt) {
  public Standing {
    requireNonNull(target, "target");
    deployments = List.copyOf(deployments);
    requireNonNull(local, "local");
    leftBehind = List.copyOf(leftBehind);
    requireNonNull(seenAt, "seenAt");
  }

  /** Whether the local cluster is what the target runs on, and it runs. */
  public boolean localRuns() {
    return local.flatMap(LocalCluster.Status::sidecar).isPresent();
  }

  /**
   * An operation that has not come to its end and that nobody is at.
   *
   * @param model unique id
   * @param operation such as {@code upgrade}
   * @param state as the state machine names it, in lower case
   */
  public record LeftBehind(
      String model, String operation, String state, String actor, Instant since) {
    public LeftBehind {
      requireNonNull(model, "model");
      requireNonNull(operation, "operation");
      requireNonNull(state, "state");
      requireNonNull(actor, "actor");
      requireNonNull(since, "since");
    }
  }
}
