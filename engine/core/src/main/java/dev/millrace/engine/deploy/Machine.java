package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Operation;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Takes one operation from whatever state it is in to its end. Each state has one step, which may
 * be repeated: it looks before it acts, and all ids are known before anything is asked for.
 */
final class Machine {
  private final Context context;
  private final StopSteps stop;
  private final StartSteps start;
  private final RollbackSteps rollback;
  private boolean weakGate;

  Machine(Context context) {
    this.context = requireNonNull(context, "context");
    this.stop = new StopSteps(context, this);
    this.start = new StartSteps(context, this);
    this.rollback = new RollbackSteps(context, this, start);
  }

  /**
   * Runs to the end.
   *
   * @throws Unfinished when it cannot go on now
   */
  Operation run(Operation operation) {
    Operation current = operation;
    while (!stateOf(current).isFinal()) {
      current = step(current);
    }
    return current;
  }

  /** Whether the job passed the gate on time alone. */
  boolean weakGate() {
    return weakGate;
  }

  void passedWeakly() {
    weakGate = true;
  }

  static DeployState stateOf(Operation operation) {
    return DeployState.valueOf(operation.state());
  }

  /** Comes into a state: written down first, then told. */
  Operation enter(Operation operation, DeployState next, String detail) {
    return enter(operation, next, detail, change -> change);
  }

  /** As {@link #enter(Operation, DeployState, String)}, with more that is known by then. */
  Operation enter(
      Operation operation, DeployState next, String words, UnaryOperator<Operation.Change> more) {
    String detail = context.clean(words);
    Operation moved = moved(operation, next, more);
    Operation saved = context.operations().save(moved, detail);
    context.entered(saved, detail);
    return saved;
  }

  /** Comes to the state in which a job is about to be submitted. */
  Operation enterSubmit(Operation operation, Optional<String> restorePath, String detail) {
    Operation moved = moved(operation, DeployState.SUBMIT_REQUESTED, change -> change);
    Operation saved =
        context
            .operations()
            .saveWithAttempt(moved, false, operation.spec().orElseThrow(), restorePath, detail);
    start.writtenDown(saved);
    context.entered(saved, detail);
    return saved;
  }

  /** Ends with success. */
  Operation commit(Operation operation, Optional<Attempt> attempt, String detail) {
    Operation moved = moved(operation, DeployState.COMMITTED, change -> change);
    Operation saved =
        context
            .operations()
            .commit(
                moved,
                attempt,
                attempt.flatMap(context::maxParallelism),
                attempt.map(to -> context.topicIdsAfter(operation, to)).orElse(Map.of()),
                detail);
    context.entered(saved, detail);
    return saved;
  }

  /** Ends without success, with what ran before running again or never touched. */
  Operation rolledBack(Operation operation, Optional<Attempt> current, String why, String detail) {
    String cause = context.clean(why);
    Operation moved = moved(operation, DeployState.ROLLED_BACK, change -> change.cause(cause));
    Operation saved = context.operations().end(moved, current, detail);
    context.entered(saved, detail);
    return saved;
  }

  /** Ends where a person must choose. */
  Operation blocked(Operation operation, String why, List<String> waysOut) {
    String cause = context.clean(why);
    Operation moved =
        moved(operation, DeployState.BLOCKED, change -> change.cause(cause).waysOut(waysOut));
    Operation saved = context.operations().end(moved, Optional.empty(), cause);
    context.entered(saved, cause);
    return saved;
  }

  private static Operation moved(
      Operation operation, DeployState next, UnaryOperator<Operation.Change> more) {
    Transitions.check(stateOf(operation), next);
    return more.apply(operation.change().state(next.name())).done();
  }

  private Operation step(Operation operation) {
    return switch (stateOf(operation)) {
      case INTENDED -> stop.precheck(operation);
      case PRECHECKED -> stop.begin(operation);
      case STOP_REQUESTED -> stop.awaitSavepoint(operation);
      case SAVEPOINT_CONFIRMED -> stop.awaitEnd(operation);
      case OLD_JOB_GONE -> start.begin(operation);
      case SUBMIT_REQUESTED -> start.submit(operation);
      case RUNNING_RESTORED -> start.prove(operation);
      case GATE_PASSED -> start.commit(operation);
      case ROLLING_BACK -> rollback.bringBack(operation);
      case COMMITTED, ROLLED_BACK, BLOCKED ->
          throw new IllegalStateException("a final state has no step");
    };
  }
}
