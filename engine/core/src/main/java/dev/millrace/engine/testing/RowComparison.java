package dev.millrace.engine.testing;

import dev.millrace.engine.query.ValueText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Compares expected with actual rows.
 *
 * <p>Rows that are equal are paired first. Of the rest, those with the same key are the same row
 * with other values; where no key is known, those that agree in most cells.
 */
final class RowComparison {
  /** Beyond so many candidate pairs the search would take longer than reading the rows. */
  private static final int MOST_PAIRS = 1_000_000;

  private final List<String> columns;
  private final List<Integer> key;
  private final List<List<@Nullable Object>> expected;
  private final List<List<@Nullable Object>> actual;

  /**
   * @param columns the compared columns
   * @param key columns that tell rows apart; without effect unless all of them are compared
   * @param expected values in the order of the columns
   * @param actual values in the order of the columns
   */
  RowComparison(
      List<String> columns,
      List<String> key,
      List<List<@Nullable Object>> expected,
      List<List<@Nullable Object>> actual) {
    this.columns = List.copyOf(columns);
    this.key = columns.containsAll(key) ? key.stream().map(columns::indexOf).toList() : List.of();
    this.expected = List.copyOf(expected);
    this.actual = List.copyOf(actual);
  }

  /** The difference between the rows in whatever order. */
  RowDiff asMultisets() {
    List<Integer> wanted = new ArrayList<>();
    List<Integer> left = new ArrayList<>(IntStream.range(0, actual.size()).boxed().toList());
    int matching = 0;
    for (int row = 0; row < expected.size(); row++) {
      Optional<Integer> equal = firstEqual(row, left);
      if (equal.isPresent()) {
        left.remove(equal.get());
        matching++;
      } else {
        wanted.add(row);
      }
    }
    List<RowDiff.Line> lines = new ArrayList<>();
    describe(wanted, left, lines);
    return diff(lines, matching);
  }

  /** The difference between the rows one after the other. */
  RowDiff asSequences() {
    int[][] longest = commonLengths();
    List<RowDiff.Line> lines = new ArrayList<>();
    List<Integer> wanted = new ArrayList<>();
    List<Integer> left = new ArrayList<>();
    int matching = 0;
    int row = 0;
    int other = 0;
    while (row < expected.size() || other < actual.size()) {
      if (row < expected.size() && other < actual.size() && equal(row, other)) {
        // Rows between two common ones can only stand for each other.
        describe(wanted, left, lines);
        wanted.clear();
        left.clear();
        matching++;
        row++;
        other++;
      } else if (other == actual.size()
          || (row < expected.size() && longest[row + 1][other] >= longest[row][other + 1])) {
        wanted.add(row++);
      } else {
        left.add(other++);
      }
    }
    describe(wanted, left, lines);
    return diff(lines, matching);
  }

  private RowDiff diff(List<RowDiff.Line> lines, int matching) {
    return new RowDiff(columns, lines, matching, expected.size(), actual.size());
  }

  private Optional<Integer> firstEqual(int row, List<Integer> candidates) {
    return candidates.stream().filter(other -> equal(row, other)).findFirst();
  }

  /** Lengths of the longest common subsequence of the rows from each pair of places on. */
  private int[][] commonLengths() {
    int[][] longest = new int[expected.size() + 1][actual.size() + 1];
    for (int row = expected.size() - 1; row >= 0; row--) {
      for (int other = actual.size() - 1; other >= 0; other--) {
        longest[row][other] =
            equal(row, other)
                ? longest[row + 1][other + 1] + 1
                : Math.max(longest[row + 1][other], longest[row][other + 1]);
      }
    }
    return longest;
  }

  private void describe(List<Integer> wanted, List<Integer> left, List<RowDiff.Line> lines) {
    Map<Integer, Integer> pairs = pair(wanted, left);
    for (int row : wanted) {
      Integer other = pairs.get(row);
      lines.add(other == null ? missing(row) : changed(row, other));
    }
    left.stream()
        .filter(other -> !pairs.containsValue(other))
        .forEach(other -> lines.add(unexpected(other)));
  }

  /** Actual row by expected row, the most similar first. */
  private Map<Integer, Integer> pair(List<Integer> wanted, List<Integer> left) {
    record Pair(int row, int other, int equalCells) {}
    Map<Integer, Integer> pairs = new TreeMap<>();
    if ((long) wanted.size() * left.size() > MOST_PAIRS) {
      return pairs;
    }
    boolean oneEach = wanted.size() == 1 && left.size() == 1;
    List<Pair> candidates = new ArrayList<>();
    for (int row : wanted) {
      for (int other : left) {
        int equalCells = equalCells(row, other);
        boolean sameRow =
            key.isEmpty() ? oneEach || 2 * equalCells >= columns.size() : sameKey(row, other);
        if (sameRow) {
          candidates.add(new Pair(row, other, equalCells));
        }
      }
    }
    // The sort is stable, so equally similar pairs stay in the order of the rows.
    candidates.sort(Comparator.comparingInt(Pair::equalCells).reversed());
    Set<Integer> taken = new HashSet<>();
    for (Pair candidate : candidates) {
      if (!pairs.containsKey(candidate.row()) && taken.add(candidate.other())) {
        pairs.put(candidate.row(), candidate.other());
      }
    }
    return pairs;
  }

  private boolean equal(int row, int other) {
    return equalCells(row, other) == columns.size();
  }

  private int equalCells(int row, int other) {
    return (int)
        IntStream.range(0, columns.size()).filter(column -> equal(row, other, column)).count();
  }

  private boolean sameKey(int row, int other) {
    return key.stream().allMatch(column -> equal(row, other, column));
  }

  private boolean equal(int row, int other, int column) {
    return CellComparison.same(expected.get(row).get(column), actual.get(other).get(column));
  }

  private RowDiff.Line changed(int row, int other) {
    return new RowDiff.Line.Changed(
        IntStream.range(0, columns.size())
            .mapToObj(
                column -> {
                  Object wanted = expected.get(row).get(column);
                  Object found = actual.get(other).get(column);
                  return new RowDiff.Cell(
                      Optional.of(CellComparison.expectedText(wanted, found)),
                      Optional.of(ValueText.of(found)),
                      !CellComparison.same(wanted, found));
                })
            .toList());
  }

  private RowDiff.Line missing(int row) {
    return new RowDiff.Line.Missing(
        expected.get(row).stream()
            .map(
                value -> new RowDiff.Cell(Optional.of(ValueText.of(value)), Optional.empty(), true))
            .toList());
  }

  private RowDiff.Line unexpected(int other) {
    return new RowDiff.Line.Unexpected(
        actual.get(other).stream()
            .map(
                value -> new RowDiff.Cell(Optional.empty(), Optional.of(ValueText.of(value)), true))
            .toList());
  }
}
