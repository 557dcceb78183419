package dev.millrace.engine.state;

import dev.millrace.engine.connect.StateMove;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the columns of rows that an operator remembers among those it remembered before.
 *
 * @param fields where each column of the new rows comes from; empty when all stay where they are
 * @param stories what becomes of columns that do not simply stay
 */
record RowMoves(List<StateMove.Field> fields, List<FieldStory> stories) {
  RowMoves {
    fields = List.copyOf(fields);
    stories = List.copyOf(stories);
  }

  /**
   * What an operator is given.
   *
   * @param exact where each column comes from
   * @param loose the same whatever the types
   */
  record Rows(List<RowFields.Field> columns, List<String> exact, List<String> loose) {
    Rows {
      columns = List.copyOf(columns);
      exact = List.copyOf(exact);
      loose = List.copyOf(loose);
    }
  }

  static RowMoves of(Rows before, Rows after) {
    List<StateMove.Field> moves = new ArrayList<>();
    List<FieldStory> stories = new ArrayList<>();
    boolean moved = before.columns().size() != after.columns().size();
    for (int i = 0; i < after.columns().size(); i++) {
      String name = after.columns().get(i).name();
      int same = before.exact().indexOf(after.exact().get(i));
      int widened = before.loose().indexOf(after.loose().get(i));
      if (same >= 0) {
        moves.add(new StateMove.Field(same, null));
        moved |= same != i;
      } else if (widened >= 0) {
        moves.add(new StateMove.Field(widened, null));
        moved = true;
        stories.add(
            loses(before.columns().get(widened).type(), after.columns().get(i).type())
                ? new FieldStory(
                    name,
                    FieldStory.Kind.ASSUMES,
                    "goes on in another type, with the digits that its old one could hold")
                : new FieldStory(name, FieldStory.Kind.EXACT, "goes on in another type"));
      } else {
        moves.add(new StateMove.Field(null, null));
        moved = true;
        stories.add(
            new FieldStory(name, FieldStory.Kind.STARTS, "is NULL in rows from before the switch"));
      }
    }
    for (int i = 0; i < before.columns().size(); i++) {
      if (!after.loose().contains(before.loose().get(i))) {
        stories.add(
            new FieldStory(
                before.columns().get(i).name(),
                FieldStory.Kind.GIVEN_UP,
                "is no longer remembered"));
      }
    }
    return new RowMoves(moved ? moves : List.of(), stories);
  }

  /** Positions of the columns that are NULL in rows that are brought over. */
  Set<Integer> starting() {
    Set<Integer> starting = new HashSet<>();
    for (int i = 0; i < fields.size(); i++) {
      if (fields.get(i).from() == null) {
        starting.add(i);
      }
    }
    return starting;
  }

  /** Whether a value would have more digits if it had been of the new type from the beginning. */
  static boolean loses(String before, String after) {
    return before.startsWith("FLOAT") && after.startsWith("DOUBLE");
  }
}
