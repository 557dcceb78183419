package dev.millrace.cli.command;

import dev.millrace.cli.options.ResourceTypes;
import dev.millrace.engine.Engine;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestSuite;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How tests run; the same for {@code test} and {@code build}. */
final class TestFlags {
  @Mixin private ResourceTypes types = new ResourceTypes();

  @Option(
      names = {"-x", "--fail-fast"},
      negatable = true,
      fallbackValue = "true",
      description = "Begin nothing after the first failure.")
  private boolean failFast;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "60",
      description = "How long one data test may read.")
  private int seconds = 60;

  boolean isFailFast() {
    return failFast;
  }

  /** Whether nodes of a type are meant. */
  boolean includes(String type) {
    return types.includes(type, true);
  }

  List<UnitTest> unitTests(Engine engine, Set<String> chosen) {
    return !includes("unit_test")
        ? List.of()
        : engine.project().unitTests().values().stream()
            .filter(test -> chosen.contains(test.uniqueId()))
            .toList();
  }

  List<DataTest> dataTests(Engine engine, Set<String> chosen) {
    return !includes("test")
        ? List.of()
        : engine.project().details().dataTests().values().stream()
            .filter(test -> chosen.contains(test.node().uniqueId()))
            .toList();
  }

  /**
   * @param patience how long a test waits for a first row
   */
  DataTestSuite.Settings settings(Engine engine, Duration patience) {
    if (seconds < 1) {
      throw new MillraceException(Problem.error(ProblemCode.USAGE, "--seconds must be at least 1"));
    }
    return new DataTestSuite.Settings(
        engine.threads(), Duration.ofSeconds(seconds), patience, failFast);
  }
}
