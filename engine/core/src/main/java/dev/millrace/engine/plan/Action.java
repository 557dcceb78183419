package dev.millrace.engine.plan;

/** What a plan does with one model's job. */
public enum Action {
  /** No job of ours exists: start one without state. */
  CREATE,
  /** It runs as the project has it. */
  UNCHANGED,
  /** Stop with a savepoint and go on from it; every stateful operator keeps its meaning. */
  UPGRADE,
  /**
   * Stop with a savepoint and go on from it, but a change touches a stateful operator and nobody
   * can say yet what becomes of its state; needs explicit permission.
   */
  UPGRADE_UNKNOWN_STATE,
  /**
   * Stop with a savepoint and read on from its positions; by explicit wish nothing else of the
   * state goes on.
   */
  UPGRADE_FROM_POSITIONS,
  /** Its job is gone, failed or stopped: start it from its newest checkpoint or savepoint. */
  RESTART,
  /** Its state and its rows are given up by explicit wish: stop the job, start without state. */
  START_FRESH,
  /** Its model left the project, or it is asked for by name: stop with a savepoint. */
  STOP,
  /** Its model left the project, and stopping was not asked for: nothing. */
  LEFT_RUNNING,
  /** It cannot be deployed; the reasons say why. */
  BLOCKED;

  /** Whether carrying it out touches the cluster. */
  public boolean acts() {
    return switch (this) {
      case CREATE,
          UPGRADE,
          UPGRADE_UNKNOWN_STATE,
          UPGRADE_FROM_POSITIONS,
          RESTART,
          START_FRESH,
          STOP ->
          true;
      case UNCHANGED, LEFT_RUNNING, BLOCKED -> false;
    };
  }
}
