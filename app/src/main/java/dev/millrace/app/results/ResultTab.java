package dev.millrace.app.results;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Ticker;
import dev.millrace.app.shell.Action;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.shell.Place;
import dev.millrace.app.sqlfield.SqlField;
import dev.millrace.engine.compile.InlineSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.BooleanBinding;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;

/** A pane of rows as a tab: of a model, or with a field for a query. */
public final class ResultTab implements DockItem {
  private final String id;
  private final ReadOnlyStringWrapper title;
  private final Optional<Subject.Model> fixed;
  private final Optional<SqlField> field;
  private final PaneModel model;
  private final PaneView view;
  private final Ticker.Subscription ticks;
  private final Map<String, Action> actions;

  /** What a tab shows: a model, or what is typed into a field. */
  record Content(Optional<Subject.Model> fixed, Optional<SqlField> field) {
    Content {
      requireNonNull(fixed, "fixed");
      requireNonNull(field, "field");
      if (fixed.isPresent() == field.isPresent()) {
        throw new IllegalArgumentException("a pane shows either a model or a query");
      }
    }
  }

  ResultTab(
      String id,
      String title,
      Content content,
      PaneModel model,
      Ticker ticker,
      Consumer<PaneModel> export) {
    this.id = requireNonNull(id, "id");
    this.title = new ReadOnlyStringWrapper(title);
    this.fixed = content.fixed();
    this.field = content.field();
    this.model = requireNonNull(model, "model");
    PaneToolbar toolbar = new PaneToolbar(model, this::run, () -> export.accept(model));
    this.view = new PaneView(model, toolbar, field.map(SqlField::region));
    this.ticks = ticker.every(model::tick);
    BooleanBinding active =
        Bindings.createBooleanBinding(() -> model.state().get().phase().isActive(), model.state());
    BooleanBinding live =
        Bindings.createBooleanBinding(() -> model.state().get().mode() == Mode.LIVE, model.state());
    this.actions =
        Map.of(
            ResultsFeature.SNAPSHOT,
            Action.always(() -> run(Mode.SNAPSHOT)),
            ResultsFeature.LIVE,
            Action.always(() -> run(Mode.LIVE)),
            ResultsFeature.PAUSE,
            new Action(
                live.and(active.or(model.paused())),
                () -> model.paused().set(!model.paused().get())),
            ResultsFeature.STOP,
            new Action(active, model::cancel),
            ResultsFeature.FACE,
            new Action(live, view::nextFace),
            ResultsFeature.EXPORT,
            new Action(
                Bindings.isNotEmpty(model.rows()).or(Bindings.isNotEmpty(model.changes())),
                () -> export.accept(model)));
  }

  /** Runs what the pane shows; what ran before is ended. */
  public void run(Mode mode) {
    Subject subject =
        field
            .<Subject>map(sql -> new Subject.Query(InlineSource.typed(sql.text().getValue())))
            .orElseGet(fixed::orElseThrow);
    model.run(subject, title.get(), mode);
  }

  /** What the pane knows. */
  public PaneModel model() {
    return model;
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public ObservableValue<String> title() {
    return title.getReadOnlyProperty();
  }

  @Override
  public Ikon icon() {
    return CarbonIcons.DATA_TABLE;
  }

  @Override
  public Place place() {
    return Place.BOTTOM;
  }

  @Override
  public Region view() {
    return view;
  }

  @Override
  public Map<String, Action> actions() {
    return actions;
  }

  @Override
  public void focus() {
    field.ifPresentOrElse(SqlField::focus, view::focusRows);
  }

  @Override
  public void closed() {
    model.cancel();
    ticks.close();
    field.ifPresent(SqlField::dispose);
  }
}
