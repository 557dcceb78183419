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
 * @param refused whether the job must not go on with it: Flink would not start it, or it would lose
 *     or repeat rows without a word
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
    /** Somebody must choose what becomes of it. */
    DECIDE,
    /** It is given up because that was asked for. */
    RESET,
    /** There is none: the operator is new and does not know the past. */
    EMPTY,
    /** It is there, and nobody in the new plan can take it. */
    LOST,
    /** Nobody can say. */
    UNKNOWN
  }

  /** The same that must not go on. */
  public StateVerdict refused(String why) {
    return new StateVerdict(Kind.LOST, role, operator, bytes, why, evidence, true);
  }

  /** The same with another fate. */
  public StateVerdict as(Kind other, String why) {
    return new StateVerdict(other, role, operator, bytes, why, evidence, refused);
  }

  /** Whether the state goes on as it is or as it should. */
  public boolean isSafe() {
    return switch (kind) {
      case KEPT, MIGRATED -> true;
      // A source or a sink that is new starts as its table says; an operator does not know the
      // past.
      case EMPTY -> role != OperatorRole.STATEFUL;
      case MEANING_CHANGED, DECIDE, RESET, LOST, UNKNOWN -> false;
    };
  }
}
