package dev.millrace.engine.deploy;

/** How it ended for one model. */
public enum Outcome {
  /** Nothing had to be done. */
  UNCHANGED,
  /** Done; the job runs and passed the gate, or has stopped as asked. */
  COMMITTED,
  /** It failed, and what ran before runs again, or nothing had been touched. */
  ROLLED_BACK,
  /** A person must choose; the problem names the ways out. */
  BLOCKED,
  /** Left alone because a model it reads failed. */
  SKIPPED,
  /** Cut off (cluster unreachable, interrupted): {@code resume} goes on from here. */
  UNFINISHED;

  /** Whether the model is as the plan wanted it. */
  public boolean isSuccess() {
    return this == UNCHANGED || this == COMMITTED;
  }
}
