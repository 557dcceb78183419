package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestResult;
import dev.millrace.engine.testing.UnitTestWriter;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Runs unit tests. */
@Command(
    name = "test",
    description = "Run unit tests in a real Flink of their own; no cluster, no broker.",
    mixinStandardHelpOptions = true)
final class TestCommand extends EngineCommand {
  private static final int WIDTH = 120;

  @Mixin private SelectionOptions selection = new SelectionOptions();

  TestCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    RunRecorder recorder = new RunRecorder(Clock.systemUTC());
    UnitTestReport report =
        engine.test(
            selection.models(engine, surroundings(), console),
            recorder.unitTests(new Progress(console)));
    engine.artifacts().manifest(true);
    engine.artifacts().runResults(recorder.results());
    if (report.results().isEmpty()) {
      console.problems(
          List.of(
              Problem.warning(ProblemCode.USAGE, "The selection holds no unit tests")
                  .remedy("Add `unit_tests` to a YAML file beside the model")));
    }
    String failures = UnitTestWriter.failures(report, WIDTH);
    if (!failures.isEmpty()) {
      console.text("\n" + failures);
    }
    console.progress(UnitTestWriter.summary(report));
    if (console.isJson()) {
      surroundings().out().println(UnitTestWriter.json(report));
    }
    // A test that could not be read did not run, so its silence must not pass for success.
    List<Problem> problems = engine.analyzed().problems();
    console.problems(problems);
    return Console.errors(problems) > 0 ? 2 : report.exitCode();
  }

  /** dbt's lines as tests start and end. */
  record Progress(Console console) implements UnitTestListener {
    @Override
    public void started(int number, int total, UnitTest test) {
      console.progress(UnitTestWriter.started(number, total, test));
    }

    @Override
    public void finished(int number, int total, UnitTestResult result) {
      console.progress(UnitTestWriter.finished(number, total, result));
    }
  }
}
