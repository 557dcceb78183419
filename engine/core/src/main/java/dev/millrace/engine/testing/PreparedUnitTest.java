package dev.millrace.engine.testing;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.GivenTable;
import java.util.List;

/**
 * A unit test ready to run.
 *
 * @param given one table per input, with all columns; see {@link GivenTables}
 * @param setup DDL between the given tables and the query, in order
 * @param query the model's SELECT, reading the given tables by their names
 * @param key columns that tell the model's rows apart; empty when it has no key
 */
public record PreparedUnitTest(
    List<GivenTable> given,
    List<String> setup,
    String query,
    List<String> key,
    Comparison comparison) {
  public PreparedUnitTest {
    given = List.copyOf(given);
    setup = List.copyOf(setup);
    requireNonNull(query, "query");
    key = List.copyOf(key);
    requireNonNull(comparison, "comparison");
  }

  /** What is compared with the expected rows. */
  public enum Comparison {
    /** The rows that are in the result after the last change. */
    FINAL_ROWS,
    /**
     * Every change, in order: expected rows name its kind in the column {@value
     * UnitTestSuite#KIND_COLUMN} as {@code +I}, {@code -U}, {@code +U} or {@code -D}.
     */
    CHANGELOG
  }
}
