package dev.millrace.app.editor;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.compile.CompiledText;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import org.fxmisc.richtext.CodeArea;

/** The SQL a template renders, beside it: shows the place the caret of the template is at. */
public final class CompiledPane extends BorderPane {
  /** Of the area with the SQL. */
  public static final String ID = "compiled-sql";

  private static final List<String> CURRENT = List.of("current-line");

  private final CodePane pane;
  private final Label title;
  private final Text text;
  private Optional<CompiledText> compiled = Optional.empty();
  private int current = -1;

  CompiledPane(Text text, Executor background, Executor fx) {
    this.text = text;
    this.pane = new CodePane(background, fx);
    this.title = new Label(text.get("compiled.title"));
    pane.area().setId(ID);
    pane.area().setEditable(false);
    pane.area().setAccessibleText(text.get("compiled.title"));
    title.getStyleClass().addAll("pane-title", "muted");
    setTop(title);
    setCenter(pane);
    getStyleClass().add("compiled-pane");
  }

  /** Shows what the newest version renders; what was shown stays while it renders nothing. */
  void show(Optional<CompiledText> newest) {
    if (newest.isEmpty()) {
      title.setText(text.get(compiled.isPresent() ? "compiled.old" : "compiled.none"));
      return;
    }
    title.setText(text.get("compiled.title"));
    boolean same = compiled.map(before -> before.text().equals(newest.get().text())).orElse(false);
    compiled = newest;
    if (!same) {
      current = -1;
      pane.show(newest.get().text());
    }
  }

  /** Shows the line that an offset of the template went to. */
  void follow(String file, int offset) {
    compiled.ifPresent(sql -> sql.toCompiled(file, offset).ifPresent(this::highlight));
  }

  private void highlight(int offset) {
    CodeArea area = pane.area();
    int line = pane.line(offset);
    if (line == current || line >= area.getParagraphs().size()) {
      return;
    }
    if (current >= 0 && current < area.getParagraphs().size()) {
      area.setParagraphStyle(current, (Collection<String>) List.<String>of());
    }
    current = line;
    area.setParagraphStyle(line, (Collection<String>) CURRENT);
    area.showParagraphInViewport(line);
  }

  /** The line that is shown for the caret, from 0; negative when there is none. */
  public int currentLine() {
    return current;
  }
}
