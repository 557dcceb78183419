package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Failures;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.app.work.Progress;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.problem.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** What is deployed, how it stands, and the few things that can be done to it. FX thread only. */
public final class JobsModel {
  private final Deployments deployments;
  private final boolean restricted;
  private final Works works;
  private final Executor fx;
  private final Text text;
  private final ObservableList<JobRow> rows = FXCollections.observableArrayList();
  private final ObservableList<JobRow> shown = FXCollections.unmodifiableObservableList(rows);
  private final ReadOnlyObjectWrapper<Optional<Standing>> standing =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Problem>> problems =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Optional<Work<?>>> work =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<Question>> question =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Instant> seenAt = new ReadOnlyObjectWrapper<>(Instant.EPOCH);
  private Optional<Situation> situation = Optional.empty();
  private boolean looking;
  private boolean lookAgain;

  /** What makes a look at the ledger worth while when the watch tells of it. */
  private record Situation(ClusterState cluster, Set<String> unfinished) {}

  /** What is asked before something stops. */
  public sealed interface Question {
    /**
     * Whether these jobs may be stopped with a savepoint.
     *
     * @param models unique ids, at least one
     */
    record StopJobs(List<JobRow> models) implements Question {
      public StopJobs {
        models = List.copyOf(models);
      }
    }

    /** Whether the local cluster may be stopped with all that runs on it. */
    record StopLocal(int running) implements Question {}
  }

  JobsModel(Deployments deployments, boolean restricted, Works works, Executor fx, Text text) {
    this.deployments = requireNonNull(deployments, "deployments");
    this.restricted = restricted;
    this.works = requireNonNull(works, "works");
    this.fx = requireNonNull(fx, "fx");
    this.text = requireNonNull(text, "text");
  }

  /** By model. */
  public ObservableList<JobRow> rows() {
    return shown;
  }

  /** When the rows were seen. */
  public ReadOnlyObjectProperty<Instant> seenAt() {
    return seenAt.getReadOnlyProperty();
  }

  /** How things stood when they were last looked at; empty before. */
  public ReadOnlyObjectProperty<Optional<Standing>> standing() {
    return standing.getReadOnlyProperty();
  }

  /** Why the last look or command did not succeed. */
  public ReadOnlyObjectProperty<List<Problem>> problems() {
    return problems.getReadOnlyProperty();
  }

  /** What is being done to the jobs now. */
  public ReadOnlyObjectProperty<Optional<Work<?>>> work() {
    return work.getReadOnlyProperty();
  }

  /** What has to be answered before something stops. */
  public ReadOnlyObjectProperty<Optional<Question>> question() {
    return question.getReadOnlyProperty();
  }

  /** Whether nothing may be reached. */
  public boolean restricted() {
    return restricted;
  }

  /** Looks at ledger and cluster; what is known stays until the answer is there. */
  public void refresh() {
    if (restricted) {
      return;
    }
    if (looking) {
      lookAgain = true;
      return;
    }
    looking = true;
    // Not among the works of the status bar: it happens all the time and nobody waits for it.
    CompletableFuture<Standing> look = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("look at jobs")
        .start(
            () -> {
              try {
                look.complete(deployments.look());
              } catch (RuntimeException e) {
                look.completeExceptionally(e);
              }
            });
    look.minimalCompletionStage().whenCompleteAsync(this::looked, fx);
  }

  /** Takes what the watch saw, and looks deeper when that changes the situation. */
  void see(ClusterSnapshot snapshot) {
    if (snapshot.cluster() instanceof ClusterState.NotAsked) {
      return;
    }
    List<DeploymentStatus> deployments =
        snapshot.jobs().stream().map(ModelStatus::deployment).toList();
    show(deployments, snapshot.takenAt());
    Situation now =
        new Situation(
            snapshot.cluster(),
            deployments.stream()
                .filter(status -> status.unfinished().isPresent())
                .map(DeploymentStatus::model)
                .collect(Collectors.toSet()));
    if (!situation.equals(Optional.of(now))) {
      situation = Optional.of(now);
      refresh();
    }
  }

  private void show(List<DeploymentStatus> deployments, Instant when) {
    List<JobRow> fresh = deployments.stream().map(JobRow::of).toList();
    // Equal rows are left alone, so that selection and scrolling stay.
    if (!fresh.equals(List.copyOf(rows))) {
      rows.setAll(fresh);
    }
    seenAt.set(when);
  }

  private void looked(@Nullable Standing seen, @Nullable Throwable failure) {
    looking = false;
    if (seen != null) {
      show(seen.deployments(), seen.seenAt());
      standing.set(Optional.of(seen));
    } else if (standing.get().isEmpty()) {
      problems.set(Failures.problems(failure));
    }
    if (lookAgain) {
      lookAgain = false;
      refresh();
    }
  }

  /** Asks whether jobs may be stopped; those that do not run are left out. */
  public void askToStop(List<JobRow> wanted) {
    List<JobRow> running = wanted.stream().filter(JobRow::stoppable).toList();
    if (!running.isEmpty() && work.get().isEmpty()) {
      question.set(Optional.of(new Question.StopJobs(running)));
    }
  }

  /** Asks whether the local cluster may be stopped. */
  public void askToStopLocal() {
    if (!restricted && work.get().isEmpty()) {
      int running = (int) rows.stream().filter(row -> row.since().isPresent()).count();
      question.set(Optional.of(new Question.StopLocal(running)));
    }
  }

  /** The answer is no. */
  public void dismiss() {
    question.set(Optional.empty());
  }

  /** The answer is yes. */
  public void confirm() {
    Optional<Question> asked = question.get();
    question.set(Optional.empty());
    asked.ifPresent(
        known -> {
          switch (known) {
            case Question.StopJobs stop -> {
              Set<String> models = Set.copyOf(stop.models().stream().map(JobRow::model).toList());
              start(
                  text.get("work.stop"),
                  (events, progress) -> deployments.stop(models, events, progress));
            }
            case Question.StopLocal _ ->
                start(
                    text.get("work.local.stop"),
                    (events, progress) -> {
                      deployments.stopLocal(progress);
                      return new DeployReport(List.of());
                    });
          }
        });
  }

  /** Starts the local cluster and brings its jobs back. */
  public void startLocal() {
    if (!restricted && work.get().isEmpty()) {
      start(text.get("work.local.start"), deployments::startLocal);
    }
  }

  private interface Body {
    DeployReport run(Consumer<DeployEvent> events, Progress progress);
  }

  private void start(String title, Body body) {
    problems.set(List.of());
    Work<DeployReport> started =
        works.start(title, progress -> body.run(event -> tell(event, progress), progress));
    work.set(Optional.of(started));
    started
        .result()
        .whenComplete(
            (report, failure) -> {
              work.set(Optional.empty());
              if (report != null) {
                problems.set(failed(report));
              } else if (!Failures.isCancelled(failure)) {
                problems.set(Failures.problems(failure));
              }
              refresh();
            });
  }

  private static void tell(DeployEvent event, Progress progress) {
    if (event instanceof DeployEvent.PhaseEntered phase) {
      String model = phase.model().substring(phase.model().lastIndexOf('.') + 1);
      progress.says(model + ": " + phase.detail());
    }
  }

  private static List<Problem> failed(DeployReport report) {
    return report.models().stream()
        .filter(model -> !model.outcome().isSuccess())
        .map(ModelReport::problem)
        .flatMap(Optional::stream)
        .toList();
  }
}
