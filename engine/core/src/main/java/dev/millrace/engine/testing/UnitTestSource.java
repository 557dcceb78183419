package dev.millrace.engine.testing;

import dev.millrace.engine.project.UnitTest;

/** Turns a unit test into something that can run: the compiler's side of testing. */
@FunctionalInterface
public interface UnitTestSource {
  /**
   * Renders the tested model with the test's overrides and collects its inputs.
   *
   * @throws dev.millrace.engine.problem.MillraceException what is wrong with the test or its model,
   *     such as an input that is not given; the test then counts as an error
   */
  PreparedUnitTest prepare(UnitTest test);
}
