package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * What becomes of the state of one operator when a changed job takes over.
 *
 * @param operator Flink's one-line description, of the new plan where it is in it
 * @param bytes of its state; empty where that is not known
 * @param reason one sentence without its full stop
 * @param evidence what the verdict rests on
 * @param refused whether Flink would not start the job with this state
 */
public record StateVerdict(
    Kind kind,
    OperatorRole role,
    String operator,
    OptionalLong bytes,
    String reason,
    String evidence,
    boolean refused) {
  public StateVerdict {
    requireNonNull(kind, "kind");
    requireNonNull(role, "role");
    requireNonNull(operator, "operator");
    requireNonNull(bytes, "bytes");
    requireNonNull(reason, "reason");
    requireNonNull(evidence, "evidence");
  }

  /** What happens to it. */
  public enum Kind {
    /** It goes on, and means what it meant. */
    KEPT,
    /** It goes on, but what is added to it from now on means something else. */
    MEANING_CHANGED,
    /** It goes on in another form. */
    MIGRATED,
    /** It is given up because that was asked for. */
    RESET,
    /** There is none: the operator is new and does not know the past. */
    EMPTY,
    /** It is there, and nobody in the new plan can take it. */
    LOST,
    /** Nobody can say. */
    UNKNOWN
  }

  /** Whether the state goes on as it is or as it should. */
  public boolean isSafe() {
    return switch (kind) {
      case KEPT, MIGRATED -> true;
      // A source or a sink that is new starts as its table says; an operator does not know the
      // past.
      case EMPTY -> role != OperatorRole.STATEFUL;
      case MEANING_CHANGED, RESET, LOST, UNKNOWN -> false;
    };
  }
}
