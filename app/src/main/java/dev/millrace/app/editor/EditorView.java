package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.language.DocumentReport;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.problem.SourcePosition;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/** One document: its text, compiled SQL beside it, problems below it. */
public final class EditorView extends BorderPane {
  /** Of the area with the text. */
  public static final String AREA_ID = "editor-area";

  /** Of the line below the text. */
  public static final String STATUS_ID = "editor-status";

  /** Of the line above the text that tells of the file. */
  public static final String NOTICE_ID = "editor-notice";

  private final Text text = Text.beside(EditorView.class);
  private final EditorDocument document;
  private final CodeLanguage language;
  private final Consumer<SourcePosition> open;
  private final CodePane pane;
  private final CompiledPane compiled;
  private final ProblemList problems;
  private final CompletionPopup completion;
  private final CodeHover hover;
  private final FindBar find;
  private final SplitPane split = new SplitPane();
  private final HBox notice = new HBox(8);
  private final Label status = new Label();
  private boolean offered;

  EditorView(
      EditorDocument document,
      EditorLanguage service,
      Consumer<SourcePosition> open,
      Executor background,
      Executor fx) {
    this.document = requireNonNull(document, "document");
    this.open = requireNonNull(open, "open");
    this.language = new DocumentLanguage(document.path(), service);
    this.pane = new CodePane(background, fx);
    this.compiled = new CompiledPane(text, background, fx);
    this.problems = new ProblemList(text, mark -> pane.jump(mark.start()));
    this.completion = new CompletionPopup(pane, language, text);
    this.hover = new CodeHover(pane, language, text);
    this.find = new FindBar(pane, text);
    build();
    wire();
  }

  private void build() {
    getStyleClass().add("editor");
    pane.area().setId(AREA_ID);
    pane.area().setAccessibleText(text.get("area.accessible", document.path()));
    notice.setId(NOTICE_ID);
    notice.getStyleClass().addAll("banner", "warning-banner");
    setTop(notice);
    split.getItems().setAll(pane);
    setCenter(split);
    status.setId(STATUS_ID);
    status.getStyleClass().addAll("editor-status", "muted");
    status.setMaxWidth(Double.MAX_VALUE);
    setBottom(new VBox(problems, status));
    tell(EditorDocument.Notice.NONE);
    status.setText(text.get("status.reading"));
  }

  private void wire() {
    document.shown().subscribe(shown -> shown.ifPresent(newest -> pane.show(newest.text())));
    document.report().subscribe(report -> report.ifPresent(this::show));
    document.notice().subscribe(this::tell);
    document.writable().subscribe(writable -> pane.area().setEditable(writable));
    pane.onTouched(document::touched);
    pane.onSettled(document::settled);
    pane.area()
        .caretPositionProperty()
        .addListener((property, before, now) -> compiled.follow(document.path(), now));
    pane.area().addEventFilter(MouseEvent.MOUSE_CLICKED, this::clicked);
  }

  private void clicked(MouseEvent event) {
    if (event.getButton() == MouseButton.PRIMARY && event.isShortcutDown()) {
      goToDefinition();
      event.consume();
    }
  }

  private void show(DocumentReport report) {
    List<Mark> marks = report.diagnostics().stream().map(Mark::of).toList();
    boolean checked = report.stage() != Stage.PARSED;
    if (checked || !marks.isEmpty() || pane.marks().isEmpty()) {
      // What the planner said before stays until it has spoken again: nothing flickers.
      pane.mark(marks);
      problems.show(marks);
    }
    if (!offered && report.compiled().isPresent()) {
      // Beside what renders nothing, such as YAML, it never comes. And not before it has something
      // to say: two text areas at once are felt when the window opens.
      offered = true;
      toggleCompiled();
    }
    compiled.show(report.compiled());
    compiled.follow(document.path(), pane.area().getCaretPosition());
    if (report.plannerFault().isPresent()) {
      status.setText(text.get("status.fault", report.plannerFault().get().message()));
    } else if (!checked) {
      status.setText(text.get("status.checking"));
    } else if (report.output().isPresent()) {
      status.setText(
          text.get(
              "status.output",
              report.output().get().columns().size(),
              CodeHover.summary(report.output().get(), text)));
    } else {
      status.setText(
          marks.isEmpty() ? text.get("status.clean") : text.get("status.problems", marks.size()));
    }
  }

  private void tell(EditorDocument.Notice about) {
    notice.getChildren().clear();
    boolean shown = about != EditorDocument.Notice.NONE;
    notice.setVisible(shown);
    notice.setManaged(shown);
    if (!shown) {
      return;
    }
    Label words = new Label(text.get("notice." + about.name(), document.failure()));
    words.setWrapText(true);
    Region space = new Region();
    HBox.setHgrow(space, Priority.ALWAYS);
    notice.getChildren().addAll(words, space);
    switch (about) {
      case NONE -> {}
      case RECOVERED ->
          notice
              .getChildren()
              .addAll(
                  button("notice.keep-recovered", document::dismiss),
                  button("notice.take-disk", document::takeTheirs));
      case CHANGED_ON_DISK ->
          notice
              .getChildren()
              .addAll(
                  button("notice.keep-mine", document::keepMine),
                  button("notice.take-theirs", document::takeTheirs));
      case GONE, FAILED -> notice.getChildren().add(button("notice.dismiss", document::dismiss));
    }
  }

  private Button button(String key, Runnable action) {
    Button button = new Button(text.get(key));
    button.setId(key.replace('.', '-'));
    button.getStyleClass().add("small");
    button.setOnAction(event -> action.run());
    return button;
  }

  /** The pane with the text. */
  public CodePane pane() {
    return pane;
  }

  /** The SQL beside it. */
  public CompiledPane compiled() {
    return compiled;
  }

  /** The list of what could stand at the caret. */
  public CompletionPopup completion() {
    return completion;
  }

  void complete() {
    completion.show();
  }

  void find() {
    find.showBar();
  }

  void explain() {
    hover.explainCaret();
  }

  void save() {
    document.save(pane.area().getText());
  }

  void goToDefinition() {
    pane.settleNow();
    language.definition(pane.area().getCaretPosition()).thenAccept(place -> place.ifPresent(open));
  }

  /** Puts the caret on the problem behind it, or on the first. */
  void nextProblem() {
    int caret = pane.area().getCaretPosition();
    pane.marks().stream()
        .filter(mark -> mark.start() > caret)
        .findFirst()
        .or(() -> pane.marks().stream().findFirst())
        .ifPresent(mark -> pane.jump(mark.start()));
  }

  /** Shows or hides the compiled SQL. */
  void toggleCompiled() {
    if (!split.getItems().remove(compiled)) {
      split.getItems().add(compiled);
      split.setDividerPositions(0.62);
    }
  }

  /** Puts the caret at a place; lines and columns count from 1, and 0 means the first. */
  void show(SourcePosition place) {
    int lines = pane.area().getParagraphs().size();
    int line = Math.clamp(place.line() - 1L, 0, lines - 1);
    int column = Math.clamp(place.column() - 1L, 0, pane.area().getParagraphLength(line));
    pane.jump(pane.area().getAbsolutePosition(line, column));
  }
}
