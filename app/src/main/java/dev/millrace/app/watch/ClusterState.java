package dev.millrace.app.watch;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;

/** Whether the target answers. */
public sealed interface ClusterState {
  /** Nobody has looked yet, or nobody may: the folder is not trusted, or cannot be read. */
  record NotAsked() implements ClusterState {}

  /** The target is the local cluster, and it does not run. */
  record Off() implements ClusterState {}

  /** The target answers. */
  record Answers() implements ClusterState {}

  /**
   * The target should answer and does not.
   *
   * @param problem what it said, or did not
   */
  record Silent(Problem problem) implements ClusterState {
    public Silent {
      requireNonNull(problem, "problem");
    }
  }
}
