package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.Figures;
import dev.millrace.engine.problem.Problem;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TreeItem;
import javafx.scene.control.TreeTableColumn;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** The same nodes with the same facts as lines: as a table that sorts, or as a tree. */
final class DagTable {
  static final String ID = "dag-table";

  /** Up to so many nodes the tree is shown open. */
  private static final int OPENED = 60;

  private final Text text;
  private final Figures figures = new Figures();
  private final DagModel model;
  private final Consumer<String> open;
  private final TreeTableView<DagRow> view = new TreeTableView<>();
  private DagPicture shown = DagPicture.EMPTY;
  private DagModel.Face shownAs = DagModel.Face.PICTURE;
  private boolean following;

  DagTable(DagModel model, Text text, Consumer<String> open) {
    this.model = requireNonNull(model, "model");
    this.text = requireNonNull(text, "text");
    this.open = requireNonNull(open, "open");
    view.setId(ID);
    view.setShowRoot(false);
    view.setFixedCellSize(26);
    view.getStyleClass().add("dag-table");
    view.setAccessibleText(text.get("table.accessible"));
    columns();
    model.picture().subscribe(picture -> show());
    model.chosen().subscribe(chosen -> rebuild());
    model.face().subscribe(face -> rebuild());
    model.selected().subscribe(this::follow);
    view.getSelectionModel().selectedItemProperty().subscribe(this::selected);
    view.addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
    view.setOnMouseClicked(
        event -> {
          if (event.getClickCount() == 2) {
            openSelected();
          }
        });
  }

  TreeTableView<DagRow> view() {
    return view;
  }

  private void columns() {
    TreeTableColumn<DagRow, DagRow> name =
        column("name", 240, Comparator.comparing((DagRow row) -> row.node().name()));
    name.setCellFactory(column -> new DagCells.Name());
    view.getColumns().add(name);
    add("kind", 130, row -> text.get("kind." + row.node().kind().name()));
    TreeTableColumn<DagRow, DagRow> state =
        column("state", 150, Comparator.comparing((DagRow row) -> row.facts().word()));
    state.setCellFactory(column -> new DagCells.State());
    view.getColumns().add(state);
    TreeTableColumn<DagRow, DagRow> lag =
        column("lag", 110, Comparator.comparing(row -> row.facts().lagMillis().orElse(-1L)));
    lag.getStyleClass().add("number-column");
    lag.setCellFactory(column -> new DagCells.Words(row -> row.facts().lag(), true));
    view.getColumns().add(lag);
    rate("in", row -> row.facts().in());
    rate("out", row -> row.facts().out());
    number("reads", DagRow::reads);
    number("readers", DagRow::readers);
    add("file", 260, row -> row.node().file());
    add("problems", 320, this::problems);
  }

  private String problems(DagRow row) {
    String told =
        row.node().problems().stream().map(Problem::message).collect(Collectors.joining("; "));
    if (!row.node().inCycle()) {
      return told;
    }
    String cycle = text.get("problems.cycle");
    return told.isEmpty() ? cycle : cycle + "; " + told;
  }

  private void add(String key, double width, Function<DagRow, String> words) {
    TreeTableColumn<DagRow, DagRow> column = column(key, width, Comparator.comparing(words));
    column.setCellFactory(same -> new DagCells.Words(words, false));
    view.getColumns().add(column);
  }

  private void rate(String key, Function<DagRow, OptionalDouble> rate) {
    TreeTableColumn<DagRow, DagRow> column =
        column(
            key, 90, Comparator.comparingDouble((DagRow row) -> DagRow.orLeast(rate.apply(row))));
    column.getStyleClass().add("number-column");
    column.setCellFactory(same -> new DagCells.Words(row -> figures.rate(rate.apply(row)), true));
    view.getColumns().add(column);
  }

  private void number(String key, Function<DagRow, Integer> number) {
    TreeTableColumn<DagRow, DagRow> column = column(key, 70, Comparator.comparing(number));
    column.getStyleClass().add("number-column");
    column.setCellFactory(same -> new DagCells.Words(row -> number.apply(row).toString(), true));
    view.getColumns().add(column);
  }

  private TreeTableColumn<DagRow, DagRow> column(
      String key, double width, Comparator<DagRow> order) {
    TreeTableColumn<DagRow, DagRow> column = new TreeTableColumn<>(text.get("column." + key));
    column.setId("dag-column-" + key);
    column.setPrefWidth(width);
    column.setComparator(order);
    column.setCellValueFactory(cell -> new ReadOnlyObjectWrapper<>(cell.getValue().getValue()));
    return column;
  }

  /** New figures of the same nodes change the lines where they are; open ones stay open. */
  private void show() {
    DagPicture picture = model.picture().get();
    boolean same = picture.placement().equals(shown.placement());
    shown = picture;
    TreeItem<DagRow> root = view.getRoot();
    if (!same || root == null) {
      rebuild();
    } else if (model.face().get() != DagModel.Face.PICTURE) {
      renew(root);
      if (view.getSortOrder().stream().anyMatch(DagTable::isLive)) {
        view.sort();
      }
    }
  }

  private static boolean isLive(TreeTableColumn<DagRow, ?> column) {
    return List.of("dag-column-state", "dag-column-lag", "dag-column-in", "dag-column-out")
        .contains(column.getId());
  }

  private void renew(TreeItem<DagRow> item) {
    DagRow row = item.getValue();
    if (row != null) {
      shown.graph().indexOf(row.node().id()).ifPresent(at -> item.setValue(DagRow.of(shown, at)));
    }
    if (row == null || item.isExpanded()) {
      item.getChildren().forEach(this::renew);
    }
  }

  private void rebuild() {
    DagModel.Face face = model.face().get();
    if (face == DagModel.Face.PICTURE) {
      // Nobody sees it: thousands of lines need not be made.
      view.setRoot(null);
      shownAs = face;
      return;
    }
    DagGraph graph = shown.graph();
    boolean tree = face == DagModel.Face.TREE;
    // With a selection the tree would hide what it found below what it did not choose.
    boolean nested = tree && model.chosen().get().isEmpty();
    IntPredicate isRoot = at -> !nested || isRoot(graph, at);
    TreeItem<DagRow> root = new TreeItem<>();
    root.getChildren()
        .setAll(
            IntStream.range(0, graph.size())
                .filter(isRoot)
                .filter(this::isChosen)
                .mapToObj(
                    at -> tree ? new DagLine(shown, at) : new TreeItem<>(DagRow.of(shown, at)))
                .toList());
    root.setExpanded(true);
    if (nested) {
      // What a few lines hide is better seen; a large tree is opened where it is wanted.
      root.getChildren().forEach(child -> open(child, graph.size() <= OPENED ? 3 : 0));
    }
    view.setRoot(root);
    shownAs = face;
    view.sort();
    follow(model.selected().get());
  }

  private static void open(TreeItem<DagRow> item, int levels) {
    if (levels > 0 && !item.isLeaf()) {
      item.setExpanded(true);
      item.getChildren().forEach(child -> open(child, levels - 1));
    }
  }

  /** Nodes that read nothing; and of those that only a cycle leads to, all that are in one. */
  private static boolean isRoot(DagGraph graph, int at) {
    return graph.parents(at).isEmpty() || graph.node(at).inCycle();
  }

  private boolean isChosen(int at) {
    return model
        .chosen()
        .get()
        .map(chosen -> chosen.contains(shown.graph().node(at).id()))
        .orElse(true);
  }

  private void follow(@Nullable String id) {
    TreeItem<DagRow> root = view.getRoot();
    if (following || root == null || shownAs == DagModel.Face.PICTURE) {
      return;
    }
    following = true;
    try {
      TreeItem<DagRow> item =
          root.getChildren().stream()
              .filter(child -> child.getValue().node().id().equals(id))
              .findFirst()
              .orElse(null);
      if (item == null) {
        view.getSelectionModel().clearSelection();
      } else {
        view.getSelectionModel().select(item);
        view.scrollTo(view.getRow(item));
      }
    } finally {
      following = false;
    }
  }

  private void selected(@Nullable TreeItem<DagRow> item) {
    if (!following && item != null && item.getValue() != null) {
      following = true;
      try {
        model.selected().set(item.getValue().node().id());
      } finally {
        following = false;
      }
    }
  }

  private void pressed(KeyEvent event) {
    if (event.getCode() == KeyCode.ENTER) {
      openSelected();
      event.consume();
    }
  }

  private void openSelected() {
    TreeItem<DagRow> item = view.getSelectionModel().getSelectedItem();
    if (item != null && item.getValue() != null) {
      open.accept(item.getValue().node().id());
    }
  }
}
