package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Failures;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableStringValue;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs do not run as they should, what is said of the chosen one, and the way out that the
 * user decides for. FX thread only.
 */
public final class RecoverModel {
  private final Deployments deployments;
  private final DeployModel deploy;
  private final Executor fx;
  private final Text text;
  private final Function<String, Optional<SourcePosition>> places;
  private final Consumer<SourcePosition> open;

  private final ReadOnlyObjectWrapper<List<Trouble>> troubles =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<Problem>> problems =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyObjectWrapper<Optional<Trouble>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Optional<WayOut>> way =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final StringProperty confirmation = new SimpleStringProperty("");
  private final StringProperty deadLetter = new SimpleStringProperty("");
  private final ObservableStringValue obstacle;

  /**
   * As what jobs have been looked at, so that each is looked at once and not all the time. A job
   * that is being cancelled is no trouble yet, and is one when that has ended.
   */
  private final Set<Seen> seen = new HashSet<>();

  /** What the user has decided to leave as it is. */
  private final Set<Left> left = new HashSet<>();

  /** The run whose end has been taken notice of. */
  private Optional<RunView> handled = Optional.empty();

  private boolean lookAgain;
  private Optional<String> wanted = Optional.empty();

  private record Seen(String model, JobRow.Health health, String state) {}

  private record Left(String deployment, Trouble.Kind kind) {}

  /**
   * @param deploy carries ways out
   * @param places the file of a model by its unique id
   * @param open shows a place in a file
   */
  RecoverModel(
      Deployments deployments,
      DeployModel deploy,
      Executor fx,
      Text text,
      Function<String, Optional<SourcePosition>> places,
      Consumer<SourcePosition> open) {
    this.deployments = requireNonNull(deployments, "deployments");
    this.deploy = requireNonNull(deploy, "deploy");
    this.fx = requireNonNull(fx, "fx");
    this.text = requireNonNull(text, "text");
    this.places = requireNonNull(places, "places");
    this.open = requireNonNull(open, "open");
    this.obstacle =
        Bindings.createStringBinding(this::findObstacle, chosen, way, confirmation, looking);
  }

  /** All jobs in trouble, as they were last looked at. */
  public ReadOnlyObjectProperty<List<Trouble>> troubles() {
    return troubles.getReadOnlyProperty();
  }

  /** Why nobody could look; empty when somebody did. */
  public ReadOnlyObjectProperty<List<Problem>> problems() {
    return problems.getReadOnlyProperty();
  }

  /** Whether jobs and their states are being looked at. */
  public ReadOnlyBooleanProperty looking() {
    return looking.getReadOnlyProperty();
  }

  /** The trouble whose ways out are shown. */
  public ReadOnlyObjectProperty<Optional<Trouble>> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /** The way out that is decided for; the recommended one unless the user says otherwise. */
  public ReadOnlyObjectProperty<Optional<WayOut>> way() {
    return way.getReadOnlyProperty();
  }

  /** What the user typed to confirm that state is given up. */
  public StringProperty confirmation() {
    return confirmation;
  }

  /** The topic that records which are left out are copied into first; empty for no copy. */
  public StringProperty deadLetter() {
    return deadLetter;
  }

  /** Whether the chosen way leaves records out. */
  public boolean wantsDeadLetter() {
    return way.get().filter(skip -> skip.kind() == WayOut.Kind.SKIP).isPresent();
  }

  /** Why the chosen way cannot be taken now, as a sentence; empty when it can. */
  public ObservableStringValue obstacle() {
    return obstacle;
  }

  /** What has to be typed before the chosen way is taken; empty when nothing has to. */
  public Optional<String> wantedConfirmation() {
    return way.get().filter(WayOut::isGrave).flatMap(grave -> chosen.get().map(Trouble::name));
  }

  /**
   * The trouble that a model's job is in, if it was in one when it was last looked at.
   *
   * @param model unique id
   */
  public Optional<Trouble> of(String model) {
    return troubles.get().stream()
        .filter(trouble -> trouble.deployment().isAmong(Set.of(model)))
        .findFirst();
  }

  /** Looks for what is in trouble, also for what was left as it is before. */
  public void look() {
    left.clear();
    search();
  }

  /**
   * The same, and chooses the trouble of a model when it is found.
   *
   * @param model unique id
   */
  public void look(String model) {
    wanted = Optional.of(model);
    of(model).ifPresent(this::choose);
    look();
  }

  /** Looks when a job is seen as it was not seen before. */
  void see(List<JobRow> rows) {
    boolean other = false;
    for (JobRow row : rows) {
      other |= seen.add(new Seen(row.model(), row.health(), row.state()));
    }
    // What is being deployed is looked at when that has ended.
    if (other && !deploy.busy().get()) {
      search();
    }
  }

  /** Something was done to jobs: what was known of them is old. */
  void ended() {
    seen.clear();
    Optional<RunView> run = deploy.run().get().filter(last -> !handled.equals(Optional.of(last)));
    handled = deploy.run().get();
    List<ModelReport> reports =
        run.flatMap(RunView::report).map(DeployReport::models).orElse(List.of());
    boolean failed = reports.stream().anyMatch(RecoverModel::isFailed);
    if (failed || !troubles.get().isEmpty()) {
      wanted = wanted.or(() -> chosen.get().map(trouble -> trouble.deployment().model()));
      Set<String> touched = reports.stream().map(ModelReport::model).collect(Collectors.toSet());
      keep(trouble -> !trouble.deployment().isAmong(touched));
      search();
    }
  }

  private static boolean isFailed(ModelReport report) {
    return switch (report.outcome()) {
      case ROLLED_BACK, BLOCKED, UNFINISHED -> true;
      case UNCHANGED, COMMITTED, SKIPPED -> false;
    };
  }

  private void keep(Predicate<Trouble> kept) {
    show(troubles.get().stream().filter(kept).toList());
  }

  private void search() {
    if (looking.get()) {
      lookAgain = true;
      return;
    }
    looking.set(true);
    CompletableFuture<List<Trouble>> search = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("look for troubles")
        .start(
            () -> {
              try {
                search.complete(deployments.troubles());
              } catch (RuntimeException e) {
                search.completeExceptionally(e);
              }
            });
    search.minimalCompletionStage().whenCompleteAsync(this::found, fx);
  }

  private void found(@Nullable List<Trouble> found, @Nullable Throwable failure) {
    looking.set(false);
    if (lookAgain) {
      // Something was done in the meantime: what was found is old.
      lookAgain = false;
      search();
      return;
    }
    if (found != null) {
      problems.set(List.of());
      show(found.stream().filter(trouble -> !left.contains(left(trouble))).toList());
      wanted = Optional.empty();
    } else {
      problems.set(Failures.problems(failure));
    }
  }

  private void show(List<Trouble> now) {
    Optional<String> before = chosen.get().map(trouble -> trouble.deployment().model());
    troubles.set(List.copyOf(now));
    wanted
        .or(() -> before)
        .flatMap(this::of)
        .or(() -> now.stream().findFirst())
        .ifPresentOrElse(this::choose, this::chooseNone);
  }

  /** Shows another trouble; what was decided for one that is shown already stays. */
  public void choose(Trouble trouble) {
    if (chosen.get().equals(Optional.of(trouble))) {
      return;
    }
    confirmation.set("");
    deadLetter.set("");
    chosen.set(Optional.of(trouble));
    way.set(trouble.recommended().or(() -> trouble.ways().stream().findFirst()));
  }

  private void chooseNone() {
    confirmation.set("");
    chosen.set(Optional.empty());
    way.set(Optional.empty());
  }

  /** Decides for a way out of the chosen trouble; takes nothing yet. */
  public void decide(WayOut decided) {
    if (!way.get().equals(Optional.of(decided))) {
      confirmation.set("");
      way.set(Optional.of(decided));
    }
  }

  /** Takes the chosen way, unless there is an obstacle. */
  public void take() {
    if (!obstacle.get().isEmpty()) {
      return;
    }
    Trouble trouble = chosen.get().orElseThrow();
    WayOut taken = way.get().orElseThrow();
    switch (taken.kind()) {
      case LEAVE -> {
        left.add(left(trouble));
        keep(other -> !other.equals(trouble));
      }
      case TOLERATE ->
          place(trouble)
              .or(
                  () ->
                      trouble.deployment().models().stream()
                          .flatMap(model -> places.apply(model).stream())
                          .findFirst())
              .ifPresent(open);
      case RESUME, AGAIN, BRING_BACK, OLDER, SKIP, RESET, POSITIONS, FRESH -> {
        confirmation.set("");
        deploy.recover(
            trouble,
            taken,
            Optional.of(deadLetter.get().strip())
                .filter(topic -> wantsDeadLetter() && !topic.isEmpty()));
      }
    }
  }

  private static Left left(Trouble trouble) {
    return new Left(trouble.deployment().key(), trouble.kind());
  }

  /** Where the operator is written that a trouble is about, at its first line. */
  static Optional<SourcePosition> place(Trouble trouble) {
    return trouble
        .place()
        .flatMap(
            place ->
                place
                    .path()
                    .map(
                        path ->
                            new SourcePosition(
                                path, place.lines().stream().findFirst().orElse(0), 0)));
  }

  private String findObstacle() {
    if (chosen.get().isEmpty() || way.get().isEmpty()) {
      return text.get("recover.obstacle.choose");
    }
    if (looking.get()) {
      return text.get("recover.obstacle.looking");
    }
    Optional<String> name = wantedConfirmation();
    if (name.filter(typed -> !typed.equals(confirmation.get().strip())).isPresent()) {
      return text.get("obstacle.confirm", name.get());
    }
    return "";
  }
}
