package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gathers the events of a run into what can be shown. Used by one thread. */
final class RunLog {
  private final Instant startedAt;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private @Nullable Instant endedAt;
  private @Nullable DeployReport report;
  private boolean resumed;

  RunLog(Instant startedAt) {
    this.startedAt = requireNonNull(startedAt, "startedAt");
  }

  /** What is known of one model. */
  private static final class Entry {
    private final String model;
    private final List<DeployEvent.PhaseEntered> entered = new ArrayList<>();
    private final boolean resumed;
    private String operation = "";
    private @Nullable Instant startedAt;
    private @Nullable Instant reportedAt;
    private @Nullable ModelReport report;

    private Entry(String model, boolean resumed) {
      this.model = model;
      this.resumed = resumed;
    }

    private ModelRun view() {
      Instant began = startedAt;
      Optional<ModelReport> ended = Optional.ofNullable(report);
      List<RunStep> steps =
          began == null
              ? List.of()
              : RunSteps.of(
                  operation,
                  resumed,
                  began,
                  entered,
                  ended,
                  reportedAt == null ? began : reportedAt);
      return new ModelRun(model, operation, Optional.ofNullable(began), steps, ended);
    }
  }

  void add(DeployEvent event) {
    switch (event) {
      // A second run of the same work, such as apply after restore, adds to the first.
      case DeployEvent.RunStarted started -> {
        resumed = started.operation().equals("resume");
        started.models().forEach(model -> entries.put(model, new Entry(model, resumed)));
      }
      case DeployEvent.ModelStarted started -> {
        Entry entry = entry(started.model());
        entry.operation = started.operation();
        entry.startedAt = started.time();
      }
      case DeployEvent.PhaseEntered phase -> entry(phase.model()).entered.add(phase);
      case DeployEvent.ModelFinished finished -> {
        if (finished.report().outcome() != Outcome.UNCHANGED) {
          Entry entry = entry(finished.report().model());
          entry.report = finished.report();
          entry.reportedAt = finished.time();
        }
      }
      case DeployEvent.RunFinished _ -> {}
    }
  }

  /** It is over; the report is missing when it was refused or broke off. */
  void ended(Instant when, @Nullable DeployReport outcome) {
    endedAt = when;
    report = outcome;
  }

  RunView view() {
    return new RunView(
        startedAt,
        entries.values().stream().map(Entry::view).toList(),
        Optional.ofNullable(endedAt),
        Optional.ofNullable(report));
  }

  private Entry entry(String model) {
    return entries.computeIfAbsent(model, name -> new Entry(name, resumed));
  }
}
