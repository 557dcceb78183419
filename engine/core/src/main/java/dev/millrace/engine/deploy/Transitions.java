package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Locale;

/**
 * The one table of what may follow what when a job is deployed. The machine refuses any other step,
 * the diagram in the documentation is made from it, and the tests walk over it.
 */
public final class Transitions {
  /** One allowed step. */
  public record Transition(DeployState from, DeployState to, String when) {
    public Transition {
      requireNonNull(from, "from");
      requireNonNull(to, "to");
      requireNonNull(when, "when");
    }
  }

  /** All of them. */
  public static final List<Transition> TABLE =
      List.of(
          new Transition(
              DeployState.INTENDED, DeployState.PRECHECKED, "topics are as the state has them"),
          new Transition(
              DeployState.INTENDED, DeployState.BLOCKED, "the state does not fit its topics"),
          new Transition(DeployState.INTENDED, DeployState.ROLLED_BACK, "a topic cannot be made"),
          new Transition(DeployState.PRECHECKED, DeployState.STOP_REQUESTED, "a job is to stop"),
          new Transition(
              DeployState.PRECHECKED, DeployState.OLD_JOB_GONE, "no job runs, its state is found"),
          new Transition(
              DeployState.PRECHECKED, DeployState.SUBMIT_REQUESTED, "there was no job before"),
          new Transition(
              DeployState.PRECHECKED, DeployState.BLOCKED, "no job runs, its state is lost"),
          new Transition(DeployState.PRECHECKED, DeployState.ROLLED_BACK, "the job runs after all"),
          new Transition(
              DeployState.STOP_REQUESTED,
              DeployState.SAVEPOINT_CONFIRMED,
              "the savepoint is complete"),
          new Transition(
              DeployState.STOP_REQUESTED,
              DeployState.OLD_JOB_GONE,
              "it ended without one, a checkpoint is found"),
          new Transition(
              DeployState.STOP_REQUESTED, DeployState.ROLLED_BACK, "no savepoint, the job runs on"),
          new Transition(
              DeployState.STOP_REQUESTED, DeployState.BLOCKED, "it ended, its state is lost"),
          new Transition(
              DeployState.SAVEPOINT_CONFIRMED, DeployState.OLD_JOB_GONE, "the old job has ended"),
          new Transition(
              DeployState.SAVEPOINT_CONFIRMED, DeployState.ROLLED_BACK, "the old job runs on"),
          new Transition(
              DeployState.OLD_JOB_GONE, DeployState.SUBMIT_REQUESTED, "a job is to start"),
          new Transition(DeployState.OLD_JOB_GONE, DeployState.COMMITTED, "it was only to stop"),
          new Transition(
              DeployState.SUBMIT_REQUESTED,
              DeployState.RUNNING_RESTORED,
              "all tasks run, from our path"),
          new Transition(
              DeployState.SUBMIT_REQUESTED,
              DeployState.ROLLING_BACK,
              "refused, failed or in a restart loop"),
          new Transition(
              DeployState.RUNNING_RESTORED,
              DeployState.GATE_PASSED,
              "a checkpoint of ours is complete"),
          new Transition(
              DeployState.RUNNING_RESTORED,
              DeployState.ROLLING_BACK,
              "failed, restarted or no checkpoint"),
          new Transition(DeployState.GATE_PASSED, DeployState.COMMITTED, "the ledger has it"),
          new Transition(
              DeployState.ROLLING_BACK, DeployState.ROLLED_BACK, "what ran before runs again"),
          new Transition(
              DeployState.ROLLING_BACK, DeployState.BLOCKED, "what ran before does not start"));

  private Transitions() {}

  /**
   * Refuses a step that is not in the table.
   *
   * @throws IllegalStateException if it is not
   */
  static void check(DeployState from, DeployState to) {
    if (TABLE.stream().noneMatch(step -> step.from() == from && step.to() == to)) {
      throw new IllegalStateException("no deployment goes from " + from + " to " + to);
    }
  }

  /** The table as a Mermaid state diagram. */
  public static String mermaid() {
    StringBuilder diagram = new StringBuilder("stateDiagram-v2\n  [*] --> intended\n");
    for (Transition step : TABLE) {
      diagram
          .append("  ")
          .append(name(step.from()))
          .append(" --> ")
          .append(name(step.to()))
          .append(": ")
          .append(step.when())
          .append('\n');
    }
    for (DeployState state : DeployState.values()) {
      if (state.isFinal()) {
        diagram.append("  ").append(name(state)).append(" --> [*]\n");
      }
    }
    return diagram.toString();
  }

  private static String name(DeployState state) {
    return state.name().toLowerCase(Locale.ROOT);
  }
}
