package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.output.Console;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.UnitTest;
import dev.millrace.engine.testing.DataTestListener;
import dev.millrace.engine.testing.DataTestResult;
import dev.millrace.engine.testing.DataTestWriter;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestResult;
import dev.millrace.engine.testing.UnitTestWriter;

/** dbt's lines and events as tests start and end; keeps their results. */
final class TestProgress {
  private final Console console;
  private final NodeEvents events;
  private final RunRecorder recorder;

  TestProgress(Console console, Project project, RunRecorder recorder) {
    this.console = requireNonNull(console, "console");
    this.events = new NodeEvents(project);
    this.recorder = requireNonNull(recorder, "recorder");
  }

  UnitTestListener unitTests() {
    return new UnitTestListener() {
      @Override
      public void started(int number, int total, UnitTest test) {
        begin(UnitTestWriter.started(number, total, test), test.uniqueId(), number, total);
      }

      @Override
      public void finished(int number, int total, UnitTestResult result) {
        end(UnitTestWriter.finished(number, total, result), recorder.of(result), number, total);
      }
    };
  }

  DataTestListener dataTests() {
    return new DataTestListener() {
      @Override
      public void started(int number, int total, DataTest test) {
        begin(DataTestWriter.started(number, total, test), test.node().uniqueId(), number, total);
      }

      @Override
      public void finished(int number, int total, DataTestResult result) {
        end(DataTestWriter.finished(number, total, result), recorder.of(result), number, total);
        String detail = DataTestWriter.detail(result);
        if (!detail.isEmpty()) {
          console.progress("     " + detail.replace("\n", "\n     "));
        }
      }
    };
  }

  private void begin(String line, String uniqueId, int number, int total) {
    console.event(events.started(uniqueId));
    console.progress(line, events.startLine(line, uniqueId, number, total));
  }

  private void end(String line, NodeResult result, int number, int total) {
    recorder.add(result);
    console.progress(line, events.resultLine(line, result, number, total));
    console.event(events.finished(result));
  }
}
