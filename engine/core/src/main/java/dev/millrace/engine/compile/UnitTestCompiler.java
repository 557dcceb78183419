package dev.millrace.engine.compile;

import dev.millrace.engine.project.UnitTest;
import java.util.List;

/** Makes unit tests runnable. Stateless and thread-safe. */
public final class UnitTestCompiler {
  /**
   * Renders the tested model so that it reads the given rows.
   *
   * @throws dev.millrace.engine.problem.MillraceException UNIT_TEST_INVALID when an input is not
   *     mocked or the model itself is wrong
   */
  public CompiledUnitTest compile(AnalyzedProject project, UnitTest test) {
    return new CompiledUnitTest(List.of(), List.of(), project.node(test.model()).compiled().sql());
  }
}
