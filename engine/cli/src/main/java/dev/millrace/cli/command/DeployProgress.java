package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.LogEvent;
import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.build.RunRecorder;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.project.Project;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** A deployment as lines in dbt's manner. */
final class DeployProgress implements Consumer<DeployEvent> {
  private final Console console;
  private final Optional<NodeEvents> nodes;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final Map<String, String> operations = new LinkedHashMap<>();

  DeployProgress(Console console) {
    this.console = requireNonNull(console, "console");
    this.nodes = Optional.empty();
  }

  /** Progress that logs can tell by nodes. */
  DeployProgress(Console console, Project project) {
    this.console = requireNonNull(console, "console");
    this.nodes = Optional.of(new NodeEvents(project));
  }

  @Override
  public void accept(DeployEvent event) {
    switch (event) {
      case DeployEvent.RunStarted started -> {
        numbers.clear();
        started.models().forEach(model -> numbers.put(model, numbers.size() + 1));
      }
      case DeployEvent.ModelStarted started -> {
        operations.put(started.model(), started.operation());
        String line =
            "%s START %s %s"
                .formatted(number(started.model()), started.operation(), name(started.model()));
        nodes.ifPresent(
            events -> started.models().forEach(model -> console.event(events.started(model))));
        console.progress(
            line,
            nodes
                .map(
                    events ->
                        events.startLine(
                            line,
                            started.models().getFirst(),
                            index(started.model()),
                            numbers.size()))
                .orElseGet(() -> LogEvent.note(line)));
      }
      case DeployEvent.PhaseEntered phase -> phase(phase);
      case DeployEvent.ModelFinished finished -> finished(finished.report());
      case DeployEvent.RunFinished _ -> {}
    }
  }

  /** A job that is made anew has nothing to tell between its start and its end. */
  private void phase(DeployEvent.PhaseEntered phase) {
    boolean eventful =
        switch (phase.state()) {
          case INTENDED, PRECHECKED, COMMITTED -> false;
          case STOP_REQUESTED,
              SAVEPOINT_CONFIRMED,
              SUBMIT_REQUESTED,
              RUNNING_RESTORED,
              GATE_PASSED,
              OLD_JOB_GONE ->
              !"create".equals(operations.get(phase.model()));
          case ROLLING_BACK, ROLLED_BACK, BLOCKED -> true;
        };
    if (eventful) {
      console.progress("     %s: %s".formatted(name(phase.model()), phase.detail()));
    }
  }

  private void finished(ModelReport report) {
    if (report.outcome() == Outcome.UNCHANGED) {
      return;
    }
    String line =
        "%s %s %s %s [%s in %s]"
            .formatted(
                number(report.model()),
                word(report.outcome()),
                report.operation(),
                name(report.model()),
                report.outcome().name(),
                seconds(report.took()));
    List<NodeResult> results = new RunRecorder(Clock.systemUTC()).of(report);
    console.progress(
        line,
        nodes
            .map(
                events ->
                    events.resultLine(
                        line, results.getFirst(), index(report.model()), numbers.size()))
            .orElseGet(() -> LogEvent.note(line)));
    nodes.ifPresent(events -> results.forEach(result -> console.event(events.finished(result))));
    if (!report.outcome().isSuccess() || report.outcome() == Outcome.COMMITTED) {
      console.progress("     " + report.message());
    }
    report.problem().ifPresent(problem -> console.problems(List.of(problem)));
    report.waysOut().forEach(way -> console.progress("     way out: " + way));
  }

  private int index(String model) {
    return numbers.getOrDefault(model, 0);
  }

  private String number(String model) {
    Integer number = numbers.get(model);
    return number == null ? "-" : number + " of " + numbers.size();
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case UNCHANGED, COMMITTED -> "OK";
      case ROLLED_BACK, BLOCKED, UNFINISHED -> "ERROR";
      case SKIPPED -> "SKIP";
    };
  }

  static String name(String uniqueId) {
    return uniqueId.substring(uniqueId.lastIndexOf('.') + 1);
  }

  static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%.2fs", duration.toMillis() / 1000.0);
  }
}
