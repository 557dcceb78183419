package dev.millrace.app.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.parts.Failures;
import dev.millrace.app.state.StateRow.Content;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.Problem;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * Which jobs remember how much, and of the chosen one what: by its newest checkpoint or savepoint,
 * or by a savepoint that the user chooses. FX thread only.
 */
public final class StateModel {
  /** The most first, then what is not known, each by name. */
  private static final Comparator<StateRow> ORDER =
      Comparator.comparingLong((StateRow row) -> row.bytes().orElse(-1))
          .reversed()
          .thenComparing(StateRow::name);

  private final Memories memories;
  private final boolean restricted;
  private final Works works;
  private final InstantSource clock;
  private final Text text;
  private final StateReader reader;
  private final StateReader.Told told =
      new StateReader.Told() {
        @Override
        public void listed(List<Deployment> jobs) {
          list(jobs);
        }

        @Override
        public void read(String model, Content content) {
          tell(model, content);
        }

        @Override
        public void ended(List<Problem> why) {
          end(why);
        }
      };

  private final ReadOnlyObjectWrapper<List<StateRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<List<Problem>> problems =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyBooleanWrapper looking = new ReadOnlyBooleanWrapper(false);
  private final ReadOnlyObjectWrapper<Optional<StateRow>> chosen =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Savepoint>> places =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Optional<Savepoint>> place =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<Content> shown =
      new ReadOnlyObjectWrapper<>(new Content.Unread());
  private final ReadOnlyObjectWrapper<Optional<Work<?>>> work =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<Problem>> countProblems =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Instant> asOf = new ReadOnlyObjectWrapper<>(Instant.EPOCH);

  /** By path: what was written once stays as it is, and so does how much is in it. */
  private final Map<String, Memories.Counted> counted = new HashMap<>();

  private Optional<Situation> situation = Optional.empty();
  private Optional<String> wanted = Optional.empty();
  private volatile boolean open;
  private boolean looked;
  private boolean lookAgain;

  /** What makes another look worth while when the watch tells of it. */
  private record Situation(Class<? extends ClusterState> cluster, String target, Set<Job> jobs) {}

  private record Job(String model, Optional<JobId> id, boolean hasCheckpoint) {
    static Job of(DeploymentStatus status) {
      return new Job(
          status.model(),
          status.job(),
          status.checkpoints().flatMap(CheckpointReport::latestCompleted).isPresent());
    }
  }

  StateModel(
      Memories memories,
      boolean restricted,
      Works works,
      Executor fx,
      InstantSource clock,
      Text text) {
    this.memories = requireNonNull(memories, "memories");
    this.restricted = restricted;
    this.works = requireNonNull(works, "works");
    this.clock = requireNonNull(clock, "clock");
    this.text = requireNonNull(text, "text");
    this.reader = new StateReader(memories, fx);
  }

  /** The jobs, the one that remembers most first. */
  public ReadOnlyObjectProperty<List<StateRow>> rows() {
    return rows.getReadOnlyProperty();
  }

  /** Why nobody could look; empty when somebody did. */
  public ReadOnlyObjectProperty<List<Problem>> problems() {
    return problems.getReadOnlyProperty();
  }

  /** Whether checkpoints and savepoints are being read. */
  public ReadOnlyBooleanProperty looking() {
    return looking.getReadOnlyProperty();
  }

  /** Whether somebody has looked, with success or without. */
  public boolean looked() {
    return looked;
  }

  /** The job whose state is shown. */
  public ReadOnlyObjectProperty<Optional<StateRow>> chosen() {
    return chosen.getReadOnlyProperty();
  }

  /** Savepoints of the chosen job, the newest first. */
  public ReadOnlyObjectProperty<List<Savepoint>> places() {
    return places.getReadOnlyProperty();
  }

  /** The savepoint that is shown; empty for the newest of checkpoints and savepoints. */
  public ReadOnlyObjectProperty<Optional<Savepoint>> place() {
    return place.getReadOnlyProperty();
  }

  /** What is shown of the chosen job. */
  public ReadOnlyObjectProperty<Content> shown() {
    return shown.getReadOnlyProperty();
  }

  /** The counting that runs. */
  public ReadOnlyObjectProperty<Optional<Work<?>>> work() {
    return work.getReadOnlyProperty();
  }

  /** Why counting has failed. */
  public ReadOnlyObjectProperty<List<Problem>> countProblems() {
    return countProblems.getReadOnlyProperty();
  }

  /** The moment from which ages are told. */
  public ReadOnlyObjectProperty<Instant> asOf() {
    return asOf.getReadOnlyProperty();
  }

  /** Whether nothing may be reached. */
  public boolean restricted() {
    return restricted;
  }

  /** What is shown, where it could be read. */
  public Optional<Memory> memory() {
    return shown.get() instanceof Content.Read read ? Optional.of(read.memory()) : Optional.empty();
  }

  /** Why entries of what is shown cannot be counted, as a sentence; empty when they can. */
  public String obstacle() {
    return memory()
        .filter(memory -> memory.snapshot().format() == StateSnapshot.Format.NATIVE)
        .map(memory -> text.get("count.native"))
        .orElse("");
  }

  /** Whether counting what is shown makes sense and is not being done. */
  public boolean mayCount() {
    return obstacle().isEmpty()
        && work.get().isEmpty()
        && memory().filter(memory -> !memory.operators().isEmpty()).isPresent();
  }

  /** Why not all of what is shown was counted; empty when it was, or was not counted at all. */
  public List<String> uncounted() {
    return memory()
        .map(memory -> counted.get(memory.path()))
        .map(Memories.Counted::reasons)
        .orElse(List.of());
  }

  /** Somebody looks: reads, unless it has been read. */
  void opened() {
    open = true;
    if (!looked) {
      look();
    }
  }

  /** Nobody looks any more. */
  void closed() {
    open = false;
    looked = false;
  }

  /** Takes what the watch saw, and reads when that changes the situation. */
  void see(ClusterSnapshot snapshot) {
    if (snapshot.cluster() instanceof ClusterState.NotAsked) {
      return;
    }
    asOf.set(clock.instant());
    Situation now =
        new Situation(
            snapshot.cluster().getClass(),
            snapshot.target(),
            snapshot.jobs().stream()
                .map(model -> Job.of(model.deployment()))
                .collect(Collectors.toSet()));
    if (!situation.equals(Optional.of(now))) {
      situation = Optional.of(now);
      if (open) {
        look();
      }
    }
  }

  /** Reads all again; what is known stays until the answers are there. */
  public void look() {
    if (restricted) {
      return;
    }
    if (looking.get()) {
      lookAgain = true;
      return;
    }
    looking.set(true);
    Optional<String> first = wanted.or(() -> chosen.get().map(StateRow::model));
    reader.all(first, () -> open, told);
  }

  private void list(List<Deployment> jobs) {
    Map<String, StateRow> known =
        rows.get().stream().collect(Collectors.toMap(StateRow::model, row -> row));
    show(
        jobs.stream()
            .map(
                job ->
                    StateRow.of(
                        job,
                        Optional.ofNullable(known.get(job.model()))
                            .map(StateRow::content)
                            .orElseGet(Content.Unread::new)))
            .toList());
    takeWanted();
  }

  /** The rows stay where they are while they are being read: somebody may be about to click. */
  private void tell(String model, Content content) {
    List<StateRow> now =
        rows.get().stream()
            .map(row -> row.model().equals(model) ? row.with(content) : row)
            .toList();
    renew(now);
  }

  private void end(List<Problem> why) {
    // Who closes the tab ends the reading; it begins anew with the next one.
    looked = open;
    problems.set(why);
    asOf.set(clock.instant());
    looking.set(false);
    if (lookAgain) {
      lookAgain = false;
      look();
      return;
    }
    wanted = Optional.empty();
    show(rows.get());
    if (chosen.get().isEmpty()) {
      rows.get().stream().findFirst().ifPresent(this::choose);
    }
  }

  private void show(List<StateRow> now) {
    renew(now.stream().sorted(ORDER).toList());
  }

  private void renew(List<StateRow> now) {
    rows.set(now);
    Optional<StateRow> before = chosen.get();
    if (before.isEmpty()) {
      return;
    }
    Optional<StateRow> after =
        now.stream().filter(row -> row.model().equals(before.get().model())).findFirst();
    if (!after.equals(before)) {
      chosen.set(after);
      if (place.get().isEmpty()) {
        showNewest();
      }
      after.ifPresent(row -> findPlaces(row.model()));
    }
  }

  private void takeWanted() {
    wanted
        .flatMap(model -> rows.get().stream().filter(row -> row.isOf(model)).findFirst())
        .ifPresent(this::choose);
  }

  /**
   * Shows the job of a model; when it is not listed, as soon as it is.
   *
   * @param model unique id
   */
  public void choose(String model) {
    wanted = Optional.of(model);
    takeWanted();
  }

  /** Shows another job, by its newest checkpoint or savepoint. */
  public void choose(StateRow row) {
    if (chosen.get().filter(before -> before.model().equals(row.model())).isPresent()) {
      return;
    }
    wanted = wanted.filter(row::isOf);
    chosen.set(Optional.of(row));
    places.set(List.of());
    place.set(Optional.empty());
    countProblems.set(List.of());
    showNewest();
    findPlaces(row.model());
  }

  private void findPlaces(String model) {
    reader.savepoints(model, found -> found(model, found));
  }

  private void found(String model, List<Savepoint> found) {
    if (isChosen(model) && !places.get().equals(found)) {
      places.set(List.copyOf(found));
      if (place.get().filter(known -> !found.contains(known)).isPresent()) {
        choose(Optional.empty());
      }
    }
  }

  private boolean isChosen(String model) {
    return chosen.get().filter(row -> row.model().equals(model)).isPresent();
  }

  /** Shows a savepoint of the chosen job; empty for the newest of checkpoints and savepoints. */
  public void choose(Optional<Savepoint> savepoint) {
    if (place.get().equals(savepoint)) {
      return;
    }
    place.set(savepoint);
    countProblems.set(List.of());
    if (savepoint.isEmpty()) {
      showNewest();
      return;
    }
    shown.set(new Content.Unread());
    reader.at(
        savepoint.get().path(),
        content -> {
          if (place.get().equals(savepoint)) {
            show(content);
          }
        });
  }

  private void showNewest() {
    show(chosen.get().map(StateRow::content).orElseGet(Content.Unread::new));
  }

  private void show(Content content) {
    asOf.set(clock.instant());
    shown.set(
        content instanceof Content.Read read
            ? new Content.Read(
                Optional.ofNullable(counted.get(read.memory().path()))
                    .map(Memories.Counted::memory)
                    .orElse(read.memory()))
            : content);
  }

  /** Counts the entries of what is shown, where that is possible. */
  public void count() {
    if (!mayCount()) {
      return;
    }
    Memory memory = memory().orElseThrow();
    countProblems.set(List.of());
    Work<Memories.Counted> started =
        works.start(
            text.get("work.count", memory.model().map(StateRow::name).orElse(memory.path())),
            progress -> memories.counted(memory, progress));
    work.set(Optional.of(started));
    started.result().whenComplete((result, failure) -> counted(memory, result, failure));
  }

  private void counted(
      Memory memory, Memories.@Nullable Counted result, @Nullable Throwable failure) {
    boolean isShown = memory().filter(now -> now.path().equals(memory.path())).isPresent();
    if (result != null) {
      counted.put(memory.path(), result);
      if (isShown) {
        show(shown.get());
      }
    } else if (isShown && !Failures.isCancelled(failure)) {
      countProblems.set(Failures.problems(failure));
    }
    // Last, so that whoever looks then sees what came of it.
    work.set(Optional.empty());
  }
}
