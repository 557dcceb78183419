package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.GivenTable;
import java.util.List;

/**
 * A unit test, ready for {@link dev.millrace.engine.connect.UnitTestRunner}.
 *
 * @param given the mocked inputs under the names the query reads
 * @param setup DDL of the views between the inputs and the query, in order
 * @param query the model's SELECT
 */
public record CompiledUnitTest(List<GivenTable> given, List<String> setup, String query) {
  public CompiledUnitTest {
    given = List.copyOf(given);
    setup = List.copyOf(setup);
    requireNonNull(query, "query");
  }
}
