package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.DataTestWriter;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs unit tests and data tests. */
@Command(
    name = "test",
    description =
        "Run unit tests in a real Flink of their own, and data tests on what the target holds.",
    mixinStandardHelpOptions = true)
final class TestCommand extends EngineCommand {
  private static final int WIDTH = 120;

  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private TestFlags flags = new TestFlags();

  TestCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    Set<String> chosen = selection.all(engine, surroundings(), console);
    List<UnitTest> unitTests = flags.unitTests(engine, chosen);
    List<DataTest> dataTests = flags.dataTests(engine, chosen);
    if (unitTests.isEmpty() && dataTests.isEmpty()) {
      console.problems(
          List.of(
              Problem.warning(ProblemCode.USAGE, "The selection holds no tests")
                  .remedy("Add `data_tests` or `unit_tests` to a YAML file beside the model")));
    }
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    TestProgress progress = new TestProgress(console, engine.project(), recorder);
    UnitTestReport units = engine.checks().unitTests(unitTests, progress.unitTests());
    boolean stop = flags.isFailFast() && units.exitCode() != 0;
    List<DataTestResult> data =
        stop || dataTests.isEmpty() ? List.of() : onTarget(engine, console, dataTests, progress);
    // What was left out began and ended unheard, but has a result.
    data.forEach(result -> recorder.addIfAbsent(recorder.of(result)));
    write(engine, artifacts -> artifacts.manifest(true));
    write(engine, artifacts -> artifacts.runResults(recorder.results()));
    return tell(engine, console, units, data, recorder);
  }

  private List<DataTestResult> onTarget(
      Engine engine, Console console, List<DataTest> tests, TestProgress progress) {
    engine.startLocal(console::progress, new DeployProgress(console, engine.project()));
    return engine
        .checks()
        .dataTests(flags.settings(engine, Duration.ZERO))
        .run(tests, progress.dataTests());
  }

  private int tell(
      Engine engine,
      Console console,
      UnitTestReport units,
      List<DataTestResult> data,
      RunRecorder recorder) {
    String failures = UnitTestWriter.failures(units, WIDTH);
    if (!failures.isEmpty()) {
      console.text("\n" + failures);
    }
    Map<String, Long> totals = Totals.of(recorder.results());
    console.progress(Totals.line(totals), CommandEvents.stats(Totals.line(totals), totals));
    console.event(CommandEvents.ended(recorder.results(), engine.invocation()));
    if (console.isJson()) {
      ObjectNode answer = UnitTestWriter.node(units);
      answer.set("data_tests", DataTestWriter.nodes(data));
      console.json(answer);
    }
    // A test that could not be read did not run, so its silence must not pass for success.
    List<Problem> problems = engine.analyzed().problems();
    console.problems(problems);
    if (Console.errors(problems) > 0) {
      return 2;
    }
    return data.stream().anyMatch(DataTestResult::failed) ? 1 : units.exitCode();
  }
}
