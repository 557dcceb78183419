package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateMove;
import java.util.List;
import java.util.Set;

/**
 * An operator of a new plan whose state can be made from that of an operator that means something
 * else.
 *
 * @param from the operator of the old plan
 * @param to the operator of the new plan
 * @param storedUid of what has the state, as a savepoint has it
 * @param uid of the new operator as a savepoint has it
 * @param moves states that change
 * @param stories what becomes of all that it keeps
 * @param restsOn operators of the new plan above it that get state in this way too
 * @param reaching which rows reach it, beside those of before
 */
record CarriedState(
    OperatorUid from,
    OperatorUid to,
    String storedUid,
    String uid,
    List<StateMove> moves,
    List<FieldStory> stories,
    Set<OperatorUid> restsOn,
    Reaching reaching) {
  /** Which rows reach an operator, beside those of before. */
  enum Reaching {
    SAME,
    /** The same, apart from those of keys that are no longer asked for. */
    OF_FEWER_KEYS,
    OTHERS
  }

  CarriedState {
    requireNonNull(from, "from");
    requireNonNull(to, "to");
    requireNonNull(storedUid, "storedUid");
    requireNonNull(uid, "uid");
    requireNonNull(reaching, "reaching");
    moves = List.copyOf(moves);
    stories = List.copyOf(stories);
    restsOn = Set.copyOf(restsOn);
  }

  /** Whether nothing of it is other than the new query says, or than was chosen. */
  boolean isAsExpected() {
    return reaching != Reaching.OTHERS
        && stories.stream()
            .allMatch(
                story ->
                    switch (story.kind()) {
                      case EXACT, GIVEN_UP, CONTINUES, RESET -> true;
                      case STARTS, ASSUMES, DECIDE -> false;
                    });
  }

  /** What somebody must choose first. */
  List<FieldStory> undecided() {
    return stories.stream().filter(story -> story.kind() == FieldStory.Kind.DECIDE).toList();
  }
}
