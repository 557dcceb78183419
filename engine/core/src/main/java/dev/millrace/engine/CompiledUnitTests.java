package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledUnitTest;
import dev.millrace.engine.compile.UnitTestCompiler;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.PreparedUnitTest;
import dev.millrace.engine.testing.UnitTestSource;
import java.util.List;

/** Hands the compiler's unit tests to the suite, so that neither knows the other. */
final class CompiledUnitTests implements UnitTestSource {
  private final AnalyzedProject project;
  private final UnitTestCompiler compiler = new UnitTestCompiler();

  CompiledUnitTests(AnalyzedProject project) {
    this.project = requireNonNull(project, "project");
  }

  @Override
  public PreparedUnitTest prepare(UnitTest test) {
    CompiledUnitTest compiled = compiler.compile(project, test);
    List<String> key =
        project.node(test.model()).analysis().map(RelationAnalysis::primaryKey).orElse(List.of());
    return new PreparedUnitTest(
        compiled.given(),
        compiled.setup(),
        compiled.query(),
        key,
        PreparedUnitTest.Comparison.FINAL_ROWS);
  }
}
