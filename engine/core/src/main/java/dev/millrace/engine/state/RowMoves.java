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
 * @param starting positions of the columns that are NULL, wholly or in parts, in rows that are
 *     brought over
 */
record RowMoves(List<StateMove.Field> fields, List<FieldStory> stories, Set<Integer> starting) {
  RowMoves {
    fields = List.copyOf(fields);
    stories = List.copyOf(stories);
    starting = Set.copyOf(starting);
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
    Set<Integer> starting = new HashSet<>();
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
        StructureChange change =
            StructureChange.of(
                name, before.columns().get(widened).type(), after.columns().get(i).type());
        if (!change.gained().isEmpty()) {
          starting.add(i);
        }
        stories.addAll(stories(change));
      } else {
        moves.add(new StateMove.Field(null, null));
        moved = true;
        starting.add(i);
        stories.add(
            new FieldStory(name, FieldStory.Kind.STARTS, "is NULL in rows from before the switch"));
      }
    }
    for (int i = 0; i < before.columns().size(); i++) {
      if (!after.loose().contains(before.loose().get(i))) {
        stories.add(givenUp(before.columns().get(i).name()));
      }
    }
    return new RowMoves(moved ? moves : List.of(), stories, starting);
  }

  /** Of a column that goes on in another type. */
  private static List<FieldStory> stories(StructureChange change) {
    List<FieldStory> stories = new ArrayList<>(change.gaps());
    change.lost().forEach(part -> stories.add(givenUp(part)));
    if (stories.isEmpty()) {
      stories.add(new FieldStory(change.name(), FieldStory.Kind.EXACT, "goes on in another type"));
    }
    return stories;
  }

  private static FieldStory givenUp(String what) {
    return new FieldStory(what, FieldStory.Kind.GIVEN_UP, "is no longer remembered");
  }
}
