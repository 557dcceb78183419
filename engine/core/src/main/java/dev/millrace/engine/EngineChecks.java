package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.build.FreshnessCheck;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.query.SqlSessions;
import dev.millrace.engine.telemetry.Telemetry;
import dev.millrace.engine.testing.DataTestSuite;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestSuite;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Supplier;

/** All that checks a project or what its target holds, and changes neither. */
public final class EngineChecks {
  private final AnalyzedProject project;
  private final Supplier<UnitTestRunner> runner;
  private final SnapshotQuery query;
  private final Telemetry telemetry;
  private final Clock clock;

  EngineChecks(
      AnalyzedProject project,
      Supplier<UnitTestRunner> runner,
      SqlSessions sessions,
      Telemetry telemetry,
      Clock clock) {
    this.project = requireNonNull(project, "project");
    this.runner = requireNonNull(runner, "runner");
    this.query = new SnapshotQuery(sessions);
    this.telemetry = requireNonNull(telemetry, "telemetry");
    this.clock = requireNonNull(clock, "clock");
  }

  /** Runs these unit tests, with no cluster. */
  public UnitTestReport unitTests(List<UnitTest> tests, UnitTestListener listener) {
    UnitTestSuite suite =
        new UnitTestSuite(
            runner.get(), new CompiledUnitTests(project), UnitTestSuite.Settings.DEFAULT);
    return telemetry.phase("test", () -> suite.run(tests, listener));
  }

  /** Runs data tests; the target must answer. */
  public DataTestSuite dataTests(DataTestSuite.Settings settings) {
    return new DataTestSuite(
        project,
        (subject, timeout) ->
            query.read(
                subject,
                SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.empty()).withTimeout(timeout)),
        settings,
        clock);
  }

  /**
   * Asks sources for the time of their newest record; the target must answer.
   *
   * @param deadline for one source
   */
  public FreshnessCheck freshness(Duration deadline) {
    return new FreshnessCheck(project, query, deadline, clock);
  }
}
