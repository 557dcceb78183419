package dev.millrace.engine.deploy;

/** Where the deployment of one job stands. */
public enum DeployState {
  INTENDED,
  PRECHECKED,
  STOP_REQUESTED,
  SAVEPOINT_CONFIRMED,
  OLD_JOB_GONE,
  SUBMIT_REQUESTED,
  RUNNING_RESTORED,
  GATE_PASSED,
  COMMITTED,
  ROLLING_BACK,
  ROLLED_BACK,
  BLOCKED;

  /** Whether the state machine has come to its end. */
  public boolean isFinal() {
    return this == COMMITTED || this == ROLLED_BACK || this == BLOCKED;
  }
}
