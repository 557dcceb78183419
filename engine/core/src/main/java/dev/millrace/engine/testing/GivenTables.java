package dev.millrace.engine.testing;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.connect.GivenTable;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes given tables from what the planner knows of the inputs. */
public final class GivenTables {
  private GivenTables() {}

  /**
   * The table that stands for an input: all its columns, its key, its watermark.
   *
   * @param rows as the test gives them; columns that are missing are NULL
   * @throws dev.millrace.engine.problem.MillraceException UNIT_TEST_INVALID for a column that the
   *     input does not have, SQL_INVALID when the input has errors
   */
  public static GivenTable of(AnalyzedNode input, List<Map<String, @Nullable Object>> rows) {
    throw new UnsupportedOperationException(input + " " + rows);
  }
}
