package dev.millrace.engine.deploy;

/** Ends the process at a chosen call to the outside, or at a chosen state of an operation. */
final class CrashPoint {
  private int calls;
  private int states;
  private int crashBefore = -1;
  private int crashAfter = -1;
  private int crashInState = -1;

  synchronized void beforeCall(int number) {
    reset();
    crashBefore = number;
  }

  synchronized void afterCall(int number) {
    reset();
    crashAfter = number;
  }

  synchronized void inState(int number) {
    reset();
    crashInState = number;
  }

  /** From now on nothing crashes. */
  synchronized void reset() {
    calls = 0;
    states = 0;
    crashBefore = -1;
    crashAfter = -1;
    crashInState = -1;
  }

  synchronized int calls() {
    return calls;
  }

  synchronized int states() {
    return states;
  }

  synchronized void before(String call) {
    calls++;
    if (calls == crashBefore) {
      throw new SimulatedCrash("before " + call);
    }
  }

  synchronized void after(String call) {
    if (calls == crashAfter) {
      throw new SimulatedCrash("after " + call);
    }
  }

  synchronized void accept(DeployEvent event) {
    if (event instanceof DeployEvent.PhaseEntered entered && ++states == crashInState) {
      throw new SimulatedCrash("in " + entered.state());
    }
  }
}
