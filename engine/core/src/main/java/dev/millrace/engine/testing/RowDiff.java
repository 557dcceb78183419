package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * The difference between expected and actual rows.
 *
 * @param columns the compared columns, in the order of the expected rows
 * @param lines changed, missing and unexpected rows; in the order of the expected rows, unexpected
 *     ones last
 * @param matchingRows rows that are as expected
 * @param expectedRows how many were expected
 * @param actualRows how many there were
 */
public record RowDiff(
    List<String> columns, List<Line> lines, int matchingRows, int expectedRows, int actualRows) {
  public RowDiff {
    columns = List.copyOf(columns);
    lines = List.copyOf(lines);
  }

  /** Whether everything is as expected. */
  public boolean isEmpty() {
    return lines.isEmpty();
  }

  /** A row that differs. */
  public sealed interface Line {
    /** In the order of {@link RowDiff#columns()}. */
    List<Cell> cells();

    /** An expected row that is there with other values. */
    record Changed(List<Cell> cells) implements Line {
      public Changed {
        cells = List.copyOf(cells);
      }
    }

    /** An expected row that is not there; its cells have no actual value. */
    record Missing(List<Cell> cells) implements Line {
      public Missing {
        cells = List.copyOf(cells);
      }
    }

    /** A row that was not expected; its cells have no expected value. */
    record Unexpected(List<Cell> cells) implements Line {
      public Unexpected {
        cells = List.copyOf(cells);
      }
    }
  }

  /**
   * One value of a row, as text ({@code NULL} for null).
   *
   * @param expected empty in unexpected rows
   * @param actual empty in missing rows
   */
  public record Cell(Optional<String> expected, Optional<String> actual, boolean differs) {
    public Cell {
      requireNonNull(expected, "expected");
      requireNonNull(actual, "actual");
    }
  }
}
