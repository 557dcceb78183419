package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.RingList;
import dev.millrace.app.work.Progress;
import dev.millrace.app.work.Shielded;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotWatcher;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * One pane of rows. FX thread only; what reads the query runs elsewhere and leaves rows in a {@link
 * Feed}, which {@link #tick} empties.
 */
public final class PaneModel {
  /** Rows and changes a pane holds. */
  public static final int CAPACITY = 10_000;

  private final Queries queries;
  private final Works works;
  private final Executor fx;
  private final ReadOnlyObjectWrapper<PaneState> state =
      new ReadOnlyObjectWrapper<>(PaneState.IDLE);
  private final ReadOnlyObjectWrapper<PaneCounts> counts =
      new ReadOnlyObjectWrapper<>(PaneCounts.NONE);
  private final ReadOnlyObjectWrapper<List<Column>> columns =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ReadOnlyObjectWrapper<Duration> elapsed =
      new ReadOnlyObjectWrapper<>(Duration.ZERO);
  private final ObjectProperty<Face> face = new SimpleObjectProperty<>(Face.TABLE);
  private final BooleanProperty paused = new SimpleBooleanProperty(false);
  private final RingList<Row> changes = new RingList<>(CAPACITY);
  private final TableRows<List<@Nullable Object>> rows = new TableRows<>();
  private @Nullable Run current;

  /** What belongs to one run, so that a late word of an earlier one changes nothing. */
  private static final class Run {
    private final long started = System.nanoTime();
    private volatile @Nullable Feed feed;
    private volatile boolean cancelled;
    private volatile long read;
  }

  /**
   * How a run ended.
   *
   * @param phase one that is not active
   * @param snapshot its rows; empty for a live query
   */
  private record Ending(Phase phase, Optional<Snapshot> snapshot) {}

  public PaneModel(Queries queries, Works works, Executor fx) {
    this.queries = requireNonNull(queries, "queries");
    this.works = requireNonNull(works, "works");
    this.fx = requireNonNull(fx, "fx");
  }

  public ReadOnlyObjectProperty<PaneState> state() {
    return state.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<PaneCounts> counts() {
    return counts.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<Column>> columns() {
    return columns.getReadOnlyProperty();
  }

  /** Since the run began; stands still when it has ended. */
  public ReadOnlyObjectProperty<Duration> elapsed() {
    return elapsed.getReadOnlyProperty();
  }

  public ObjectProperty<Face> face() {
    return face;
  }

  /** Whether the view stands still while the query goes on. */
  public BooleanProperty paused() {
    return paused;
  }

  /** The newest changes. */
  public ObservableList<Row> changes() {
    return changes;
  }

  /** The rows that are there. */
  public ObservableList<List<@Nullable Object>> rows() {
    return rows;
  }

  /** Ends what runs and reads the subject anew. */
  public void run(Subject subject, String title, Mode mode) {
    cancel();
    Run run = new Run();
    current = run;
    paused.set(false);
    if (mode == Mode.SNAPSHOT) {
      // What the rows were folded from is not kept.
      face.set(Face.TABLE);
    }
    changes.clear();
    rows.become(List.of());
    columns.set(List.of());
    counts.set(PaneCounts.NONE);
    elapsed.set(Duration.ZERO);
    state.set(new PaneState(Phase.STARTING, mode, "", Optional.empty()));
    Work<Ending> work =
        works.start(
            title,
            progress ->
                Shielded.call(
                    () ->
                        switch (mode) {
                          case SNAPSHOT -> snapshot(run, subject, progress);
                          case LIVE -> live(run, subject, progress);
                        },
                    () -> fx.execute(() -> cancel(run))));
    work.message().subscribe(message -> says(run, message));
    work.result().whenComplete((ending, failure) -> ended(run, ending, failure));
  }

  /** Asks the query to end; the state says when its job is gone. */
  public void cancel() {
    Run run = current;
    if (run != null) {
      cancel(run);
    }
  }

  private void cancel(Run run) {
    run.cancelled = true;
    if (run == current && state.get().phase().isActive()) {
      phase(run, Phase.CANCELLING);
    }
  }

  /** Shows what has come; called ten times a second. */
  public void tick() {
    Run run = current;
    if (run == null) {
      return;
    }
    if (state.get().phase().isActive()) {
      elapsed.set(Duration.ofNanos(System.nanoTime() - run.started));
    }
    Feed feed = run.feed;
    if (feed == null) {
      if (run.read != counts.get().received() && state.get().phase().isActive()) {
        counts.set(PaneCounts.NONE.withReceived(run.read, 0));
      }
      return;
    }
    PaneCounts before = counts.get();
    if (paused.get()) {
      counts.set(before.withReceived(feed.received(), feed.untaken()));
      return;
    }
    // A table that nobody sees need not follow; it catches up when it is shown.
    Feed.Batch batch = feed.take(face.get() == Face.TABLE);
    batch.rows().ifPresent(rows::become);
    changes.append(batch.changes());
    long overrun = before.overrun() + batch.overrun();
    PaneCounts now =
        new PaneCounts(
            batch.received(), 0, overrun, changes.dropped() + overrun, batch.rowsDropped());
    if (!now.equals(before)) {
      counts.set(now);
    }
    if (batch.received() > 0 && state.get().phase() == Phase.FIRST_ROWS) {
      phase(run, Phase.RUNNING);
    }
  }

  private Ending snapshot(Run run, Subject subject, Progress progress) {
    SnapshotWatcher watcher =
        new SnapshotWatcher() {
          @Override
          public void started(List<Column> found) {
            fx.execute(() -> found(run, found));
          }

          @Override
          public void read(long changes) {
            run.read = changes;
          }

          @Override
          public boolean isCancelled() {
            return run.cancelled;
          }
        };
    Snapshot snapshot = queries.snapshot(subject, watcher, steps(run, progress));
    return new Ending(
        switch (snapshot.ending()) {
          case COMPLETE -> Phase.COMPLETE;
          case LIMIT_REACHED, TIMED_OUT -> Phase.PARTIAL;
          case CANCELLED -> Phase.CANCELLED;
        },
        Optional.of(snapshot));
  }

  private Ending live(Run run, Subject subject, Progress progress) {
    try (Queries.Live live = queries.live(subject, steps(run, progress))) {
      LiveQuery query = live.query();
      Feed feed = new Feed(query.columns(), live.key(), CAPACITY);
      fx.execute(() -> found(run, query.columns()));
      run.feed = feed;
      boolean ended = false;
      while (!ended) {
        LiveQuery.Changes next = query.next(Duration.ofMillis(100));
        feed.accept(next.rows(), next.dropped());
        ended = next.ended();
        if (run.cancelled) {
          query.close();
          return new Ending(query.isGone() ? Phase.CANCELLED : Phase.UNCONFIRMED, Optional.empty());
        }
      }
      return new Ending(Phase.COMPLETE, Optional.empty());
    }
  }

  private Queries.Steps steps(Run run, Progress progress) {
    return new Queries.Steps() {
      @Override
      public void says(String words) {
        progress.says(words);
      }

      @Override
      public void submits() {
        progress.says("");
        fx.execute(
            () -> {
              if (state.get().phase() == Phase.STARTING) {
                phase(run, Phase.SUBMITTING);
              }
            });
      }
    };
  }

  private void found(Run run, List<Column> found) {
    if (run == current) {
      columns.set(found);
      if (state.get().phase() != Phase.CANCELLING) {
        phase(run, Phase.FIRST_ROWS);
      }
    }
  }

  private void says(Run run, String message) {
    if (run == current && state.get().phase().isActive()) {
      state.set(state.get().saying(message));
    }
  }

  private void phase(Run run, Phase phase) {
    if (run == current && state.get().phase() != phase) {
      state.set(state.get().in(phase));
    }
  }

  private void ended(Run run, @Nullable Ending ending, @Nullable Throwable failure) {
    if (run != current) {
      return;
    }
    tick();
    elapsed.set(Duration.ofNanos(System.nanoTime() - run.started));
    if (ending == null) {
      state.set(
          run.cancelled || failure == null
              ? state.get().in(Phase.UNCONFIRMED)
              : state.get().failed(failure));
      return;
    }
    ending.snapshot().ifPresent(this::show);
    state.set(state.get().in(ending.phase()));
  }

  private void show(Snapshot snapshot) {
    columns.set(snapshot.columns());
    rows.become(snapshot.rows());
    long more = Math.max(0, snapshot.totalRows() - snapshot.rows().size());
    counts.set(new PaneCounts(snapshot.changes(), 0, 0, 0, more));
  }
}
