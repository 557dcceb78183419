package dev.millrace.app.metrics;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.Figures;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.engine.observe.Lag;
import dev.millrace.engine.observe.ModelLag;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * Models with their lag now, and the lag over time of those that were chosen. History is read in
 * the background, only while the cluster answers; everything else happens on the FX thread.
 */
public final class LagModel {
  /** As many as there are colours that can be told apart. */
  public static final int MOST_SHOWN = 7;

  private static final int SHOWN_AT_FIRST = 3;

  /** For sorting: below every lag, also below one that is ahead of the clock. */
  private static final Duration NOT_MEASURED = Duration.ofDays(-1_000_000);

  private final Text text = Text.beside(LagModel.class);
  private final LagHistory history;
  private final Executor background;
  private final Executor fx;
  private final ObservableList<LagRow> rows = FXCollections.observableArrayList();
  private final ReadOnlyObjectWrapper<List<ShownSeries>> series =
      new ReadOnlyObjectWrapper<>(List.of());
  private final ObjectProperty<Duration> window = new SimpleObjectProperty<>(Duration.ofMinutes(5));
  private final ReadOnlyObjectWrapper<Instant> now = new ReadOnlyObjectWrapper<>(Instant.EPOCH);
  private final ReadOnlyStringWrapper message = new ReadOnlyStringWrapper("");

  /** Chosen models with the number of their colour. */
  private final Map<String, Integer> shown = new LinkedHashMap<>();

  private final Map<String, PointStore> stores = new HashMap<>();
  private final Set<String> reading = new LinkedHashSet<>();
  private ClusterSnapshot cluster = ClusterSnapshot.NONE;
  private boolean chosenOnce;
  private boolean filling;

  /**
   * @param background reads history
   * @param fx the FX thread
   */
  public LagModel(LagHistory history, Executor background, Executor fx) {
    this.history = requireNonNull(history, "history");
    this.background = requireNonNull(background, "background");
    this.fx = requireNonNull(fx, "fx");
    message.set(message(cluster));
  }

  /** Takes what the watch saw. */
  public void show(ClusterSnapshot snapshot) {
    cluster = requireNonNull(snapshot, "snapshot");
    message.set(message(snapshot));
    boolean same =
        rows.stream().map(LagRow::model).toList().equals(List.copyOf(snapshot.models().keySet()));
    if (same) {
      rows.forEach(row -> row.becomes(requireNonNull(snapshot.models().get(row.model()))));
    } else {
      filling = true;
      rows.setAll(
          snapshot.models().entrySet().stream()
              .map(entry -> new LagRow(entry.getKey(), entry.getValue()))
              .toList());
      filling = false;
      shown.keySet().retainAll(snapshot.models().keySet());
      stores.keySet().retainAll(snapshot.models().keySet());
    }
    if (!chosenOnce && snapshot.answers() && !snapshot.models().isEmpty()) {
      choose(furthestBehind());
    }
    if (snapshot.answers()) {
      now.set(snapshot.takenAt());
    }
    read();
    draw();
  }

  /** Those a user would look at first. */
  private List<String> furthestBehind() {
    return rows.stream()
        .sorted(Comparator.comparing((LagRow row) -> length(row.status().get())).reversed())
        .limit(SHOWN_AT_FIRST)
        .map(LagRow::model)
        .toList();
  }

  private static Duration length(ModelStatus status) {
    return status.lag().flatMap(lag -> Figures.length(lag.lag())).orElse(NOT_MEASURED);
  }

  /**
   * Chooses models for the chart; more than {@link #MOST_SHOWN} are left out.
   *
   * @param models unique ids
   */
  public void choose(List<String> models) {
    if (filling) {
      // Nobody chooses at that moment: it is the list's selection that comes and goes.
      return;
    }
    chosenOnce = true;
    List<String> wanted = models.stream().distinct().limit(MOST_SHOWN).toList();
    shown.keySet().retainAll(wanted);
    for (String model : wanted) {
      // A model keeps its colour for as long as it is shown.
      shown.computeIfAbsent(model, added -> freeColor());
    }
    read();
    draw();
  }

  private int freeColor() {
    int color = 0;
    while (shown.containsValue(color)) {
      color++;
    }
    return color;
  }

  private void read() {
    if (!cluster.answers()) {
      return;
    }
    for (String model : shown.keySet()) {
      ModelStatus status = cluster.models().get(model);
      if (status != null && reading.add(model)) {
        PointStore store = stores.computeIfAbsent(model, added -> new PointStore());
        Duration back = store.missing(cluster.takenAt());
        String table = status.deployment().relation().name();
        background.execute(() -> read(model, table, back));
      }
    }
  }

  private void read(String model, String table, Duration back) {
    LagHistory.Past past = LagHistory.Past.NOTHING;
    try {
      past = history.read(model, table, back);
    } finally {
      LagHistory.Past found = past;
      fx.execute(
          () -> {
            reading.remove(model);
            PointStore store = stores.get(model);
            if (store != null) {
              store.add(found);
              draw();
            }
          });
    }
  }

  private void draw() {
    List<ShownSeries> drawn = new ArrayList<>();
    shown.forEach(
        (model, color) -> {
          PointStore store = stores.getOrDefault(model, new PointStore());
          String name = model.substring(model.lastIndexOf('.') + 1);
          drawn.add(
              new ShownSeries(
                  model,
                  name,
                  color,
                  store.points(),
                  store.marks(),
                  store.points().isEmpty() ? silence(model) : ""));
        });
    series.set(List.copyOf(drawn));
  }

  /** Why there is nothing to draw. */
  private String silence(String model) {
    ModelStatus status = cluster.models().get(model);
    if (status == null) {
      return text.get("silence.unknown");
    }
    if (status.lag().isEmpty()) {
      return status.deployment().verdict();
    }
    ModelLag lag = status.lag().get();
    return switch (lag.lag()) {
      case Lag.NoWatermarkYet _ -> text.get("silence.no-watermark", lag.explanation());
      case Lag.InputEnded _, Lag.NotMeasured _ -> lag.explanation();
      case Lag.Behind _, Lag.Idle _ -> text.get("silence.soon");
    };
  }

  private String message(ClusterSnapshot snapshot) {
    if (snapshot.models().isEmpty()) {
      return switch (snapshot.cluster()) {
        case ClusterState.NotAsked _ -> text.get("message.not-asked");
        case ClusterState.Off _ -> text.get("message.off");
        case ClusterState.Silent silent -> silent.problem().message();
        case ClusterState.Answers _ -> text.get("message.nothing-deployed");
      };
    }
    return "";
  }

  /** Models that were ever deployed. */
  public ObservableList<LagRow> rows() {
    return rows;
  }

  /** The chosen models, in the order they were chosen. */
  public ReadOnlyObjectProperty<List<ShownSeries>> series() {
    return series.getReadOnlyProperty();
  }

  /** How much of the past is seen. */
  public ObjectProperty<Duration> window() {
    return window;
  }

  /** The moment of the newest look at a cluster that answered. */
  public ReadOnlyObjectProperty<Instant> now() {
    return now.getReadOnlyProperty();
  }

  /** What is said instead of a list; empty when there is one. */
  public ReadOnlyStringProperty message() {
    return message.getReadOnlyProperty();
  }
}
