package dev.millrace.app.deploy;

import dev.millrace.engine.plan.Change;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;

/** Puts the changed lines a plan names between some of those that stayed. */
final class SqlDiff {
  private static final int CONTEXT = 2;

  private SqlDiff() {}

  /**
   * The diff.
   *
   * @param changes those of kind SQL count, in the order of the texts
   * @param after the new text
   */
  static List<DiffLine> of(List<Change> changes, String after) {
    List<DiffLine> whole = whole(changes, after.lines().toList());
    Set<Integer> shown = new LinkedHashSet<>();
    for (int index = 0; index < whole.size(); index++) {
      if (whole.get(index).kind() != DiffLine.Kind.SAME) {
        for (int near = index - CONTEXT; near <= index + CONTEXT; near++) {
          shown.add(near);
        }
      }
    }
    List<DiffLine> lines = new ArrayList<>();
    boolean gap = false;
    for (int index = 0; index < whole.size(); index++) {
      if (shown.contains(index)) {
        lines.add(whole.get(index));
        gap = false;
      } else if (!gap) {
        lines.add(new DiffLine(DiffLine.Kind.GAP, OptionalInt.empty(), OptionalInt.empty(), ""));
        gap = true;
      }
    }
    return lines;
  }

  private static List<DiffLine> whole(List<Change> changes, List<String> now) {
    List<DiffLine> lines = new ArrayList<>();
    int before = 1;
    int after = 1;
    for (Change change : changes) {
      if (change.kind() != Change.Kind.SQL) {
        continue;
      }
      boolean added = change.after().isPresent();
      while ((added ? after : before) < change.line() && after <= now.size()) {
        lines.add(same(before++, after, now.get(after - 1)));
        after++;
      }
      if (added) {
        lines.add(
            new DiffLine(
                DiffLine.Kind.ADDED,
                OptionalInt.empty(),
                OptionalInt.of(after++),
                change.after().orElse("")));
      } else {
        lines.add(
            new DiffLine(
                DiffLine.Kind.REMOVED,
                OptionalInt.of(before++),
                OptionalInt.empty(),
                change.before().orElse("")));
      }
    }
    while (after <= now.size()) {
      lines.add(same(before++, after, now.get(after - 1)));
      after++;
    }
    return lines;
  }

  private static DiffLine same(int before, int after, String text) {
    return new DiffLine(DiffLine.Kind.SAME, OptionalInt.of(before), OptionalInt.of(after), text);
  }
}
