package dev.millrace.app.editor;

import dev.millrace.engine.problem.Severity;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.fxmisc.richtext.CodeArea;

/** Line numbers, with a mark beside lines that have a problem. */
final class Gutter {
  /** Roughly the width of a digit of the code font. */
  private static final double DIGIT = 8;

  private static final double PADDING = 14;

  private final CodeArea area;
  private final ReadOnlyObjectWrapper<Map<Integer, Severity>> marked =
      new ReadOnlyObjectWrapper<>(Map.of());

  Gutter(CodeArea area) {
    this.area = area;
  }

  ReadOnlyObjectProperty<Map<Integer, Severity>> marked() {
    return marked.getReadOnlyProperty();
  }

  /** Marks these lines, counted from 0. */
  void mark(Map<Integer, Severity> lines) {
    Map<Integer, Severity> before = marked.get();
    marked.set(Map.copyOf(lines));
    Set<Integer> changed = new HashSet<>(before.keySet());
    changed.addAll(lines.keySet());
    for (int line : changed) {
      if (before.get(line) != lines.get(line) && line < area.getParagraphs().size()) {
        area.recreateParagraphGraphic(line);
      }
    }
  }

  Node graphic(int line) {
    Label number = new Label(Integer.toString(line + 1));
    int digits = Math.max(3, Integer.toString(area.getParagraphs().size()).length());
    number.getStyleClass().add("line-number");
    number.setMinWidth(digits * DIGIT + PADDING);
    number.setAlignment(Pos.CENTER_RIGHT);
    Region dot = new Region();
    dot.getStyleClass().add("gutter-mark");
    Severity severity = marked.get().get(line);
    if (severity != null) {
      dot.getStyleClass()
          .add(
              switch (severity) {
                case ERROR -> "gutter-error";
                case WARNING -> "gutter-warning";
              });
    }
    HBox graphic = new HBox(dot, number);
    graphic.setAlignment(Pos.CENTER_LEFT);
    graphic.getStyleClass().add("gutter");
    return graphic;
  }
}
