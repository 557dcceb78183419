package dev.millrace.engine.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Which lines of a text differ: a longest common subsequence, since SQL files are short. */
final class LineDiff {
  private LineDiff() {}

  /**
   * Removed and added lines in the order of the texts; lines differing in trailing blanks do not
   * count.
   */
  static List<Change> of(String model, String before, String after) {
    List<String> old = before.lines().map(String::stripTrailing).toList();
    List<String> now = after.lines().map(String::stripTrailing).toList();
    int[][] common = new int[old.size() + 1][now.size() + 1];
    for (int i = old.size() - 1; i >= 0; i--) {
      for (int j = now.size() - 1; j >= 0; j--) {
        common[i][j] =
            old.get(i).equals(now.get(j))
                ? common[i + 1][j + 1] + 1
                : Math.max(common[i + 1][j], common[i][j + 1]);
      }
    }
    List<Change> changes = new ArrayList<>();
    int i = 0;
    int j = 0;
    while (i < old.size() || j < now.size()) {
      if (i < old.size() && j < now.size() && old.get(i).equals(now.get(j))) {
        i++;
        j++;
      } else if (j == now.size() || (i < old.size() && common[i + 1][j] >= common[i][j + 1])) {
        changes.add(
            new Change(
                Change.Kind.SQL, model, "", i + 1, Optional.of(old.get(i)), Optional.empty()));
        i++;
      } else {
        changes.add(
            new Change(
                Change.Kind.SQL, model, "", j + 1, Optional.empty(), Optional.of(now.get(j))));
        j++;
      }
    }
    return changes;
  }
}
