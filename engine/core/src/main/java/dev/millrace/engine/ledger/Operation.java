package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.CarryOver;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One run of the state machine for one deployment.
 *
 * @param state name of the state it is in
 * @param spec what is to run at its end; empty when the job is to stop
 * @param fromAttempt the submission that was current when it began
 * @param toAttempt the submission it makes; set before the job is submitted
 * @param rollbackAttempt the submission that brings the old job back
 * @param chosenPath the older state that a rewind starts from
 * @param restorePath what the new job starts from; empty when it starts without state
 * @param savepointPath the savepoint taken on the way; never claimed, never deleted by it
 * @param dropUnclaimed whether state without an owner may be given up, as the plan showed; only
 *     where savepoints cannot be read, so that it cannot be named
 * @param carryOver what is done to the savepoint before the new job goes on from it
 * @param cause why it did not come to its end as planned
 */
public record Operation(
    String id,
    String deployment,
    Kind kind,
    String state,
    Optional<String> planHash,
    Optional<Long> spec,
    Optional<Integer> fromAttempt,
    Optional<Integer> toAttempt,
    Optional<Integer> rollbackAttempt,
    Optional<String> chosenPath,
    Optional<String> restorePath,
    Optional<String> savepointPath,
    boolean dropUnclaimed,
    CarryOver carryOver,
    Optional<String> cause,
    List<String> waysOut,
    String actor,
    long pid,
    Instant startedAt,
    Optional<Instant> stopRequestedAt,
    Optional<Instant> runningAt,
    Optional<Instant> endedAt) {
  public Operation {
    requireNonNull(id, "id");
    requireNonNull(deployment, "deployment");
    requireNonNull(kind, "kind");
    requireNonNull(state, "state");
    requireNonNull(planHash, "planHash");
    requireNonNull(spec, "spec");
    requireNonNull(fromAttempt, "fromAttempt");
    requireNonNull(toAttempt, "toAttempt");
    requireNonNull(rollbackAttempt, "rollbackAttempt");
    requireNonNull(chosenPath, "chosenPath");
    requireNonNull(restorePath, "restorePath");
    requireNonNull(savepointPath, "savepointPath");
    requireNonNull(carryOver, "carryOver");
    requireNonNull(cause, "cause");
    waysOut = List.copyOf(waysOut);
    requireNonNull(actor, "actor");
    requireNonNull(startedAt, "startedAt");
    requireNonNull(stopRequestedAt, "stopRequestedAt");
    requireNonNull(runningAt, "runningAt");
    requireNonNull(endedAt, "endedAt");
  }

  /** A copy with some things changed. */
  public Change change() {
    return new Change(this);
  }

  /** Collects changes to an operation. */
  public static final class Change {
    private final Operation from;
    private String state;
    private Optional<Integer> toAttempt;
    private Optional<Integer> rollbackAttempt;
    private Optional<String> restorePath;
    private Optional<String> savepointPath;
    private Optional<String> cause;
    private List<String> waysOut;
    private Optional<Instant> stopRequestedAt;
    private Optional<Instant> runningAt;
    private Optional<Instant> endedAt;

    private Change(Operation from) {
      this.from = from;
      this.state = from.state;
      this.toAttempt = from.toAttempt;
      this.rollbackAttempt = from.rollbackAttempt;
      this.restorePath = from.restorePath;
      this.savepointPath = from.savepointPath;
      this.cause = from.cause;
      this.waysOut = from.waysOut;
      this.stopRequestedAt = from.stopRequestedAt;
      this.runningAt = from.runningAt;
      this.endedAt = from.endedAt;
    }

    public Change state(String value) {
      this.state = value;
      return this;
    }

    Change toAttempt(int number) {
      this.toAttempt = Optional.of(number);
      return this;
    }

    Change rollbackAttempt(int number) {
      this.rollbackAttempt = Optional.of(number);
      return this;
    }

    public Change restorePath(Optional<String> value) {
      this.restorePath = value;
      return this;
    }

    public Change savepointPath(String value) {
      this.savepointPath = Optional.of(value);
      return this;
    }

    public Change cause(String value) {
      this.cause = Optional.of(value);
      return this;
    }

    public Change waysOut(List<String> value) {
      this.waysOut = List.copyOf(value);
      return this;
    }

    public Change stopRequestedAt(Instant value) {
      this.stopRequestedAt = Optional.of(value);
      return this;
    }

    public Change runningAt(Instant value) {
      this.runningAt = Optional.of(value);
      return this;
    }

    Change endedAt(Instant value) {
      this.endedAt = Optional.of(value);
      return this;
    }

    /** The changed operation; nothing is stored yet. */
    public Operation done() {
      return new Operation(
          from.id,
          from.deployment,
          from.kind,
          state,
          from.planHash,
          from.spec,
          from.fromAttempt,
          toAttempt,
          rollbackAttempt,
          from.chosenPath,
          restorePath,
          savepointPath,
          from.dropUnclaimed,
          from.carryOver,
          cause,
          waysOut,
          from.actor,
          from.pid,
          from.startedAt,
          stopRequestedAt,
          runningAt,
          endedAt);
    }
  }

  /** What it is to achieve. */
  public enum Kind {
    /** Start a job where there was none. */
    CREATE,
    /** Stop with a savepoint, start another specification from it. */
    UPGRADE,
    /** Start a job that is gone or stopped from its newest checkpoint or savepoint. */
    RESTART,
    /** Stop with a savepoint, start what ran before from the older state that was chosen. */
    REWIND,
    /** Stop the job and start without state. */
    FRESH,
    /** Stop with a savepoint. */
    STOP,
    /** Stop without one: its last checkpoint is what is left. */
    CANCEL;

    /** Whether what is started goes on from a state. */
    public boolean keepsState() {
      return switch (this) {
        case UPGRADE, RESTART, REWIND -> true;
        case CREATE, FRESH, STOP, CANCEL -> false;
      };
    }
  }
}
