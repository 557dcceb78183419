package dev.millrace.app.deploy;

import dev.millrace.app.parts.Parts;
import java.util.List;
import java.util.OptionalInt;
import javafx.scene.control.Label;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Changed lines of SQL, aligned: old number, new number, sign, text. */
final class DiffView {
  /** A longer diff is better read in the editor. */
  private static final int LIMIT = 120;

  private DiffView() {}

  static Region of(List<DiffLine> lines, String more) {
    GridPane grid = new GridPane();
    grid.getStyleClass().addAll("code", "deploy-diff");
    int row = 0;
    for (DiffLine line : lines.subList(0, Math.min(LIMIT, lines.size()))) {
      String style =
          switch (line.kind()) {
            case SAME -> "deploy-line-same";
            case REMOVED -> "deploy-line-removed";
            case ADDED -> "deploy-line-added";
            case GAP -> "deploy-line-gap";
          };
      grid.addRow(
          row++,
          cell(number(line.before()), style, "deploy-number"),
          cell(number(line.after()), style, "deploy-number"),
          cell(sign(line.kind()), style, "deploy-sign"),
          text(line, style));
    }
    if (lines.size() > LIMIT) {
      grid.add(Parts.label(more, "muted"), 0, row, 4, 1);
    }
    return grid;
  }

  private static Label cell(String text, String... styles) {
    Label label = Parts.label(text, styles);
    label.setMaxWidth(Double.MAX_VALUE);
    label.setMaxHeight(Double.MAX_VALUE);
    return label;
  }

  private static Label text(DiffLine line, String style) {
    Label label = cell(line.kind() == DiffLine.Kind.GAP ? "⋯" : line.text(), style, "deploy-line");
    GridPane.setHgrow(label, Priority.ALWAYS);
    return label;
  }

  private static String number(OptionalInt number) {
    return number.isPresent() ? Integer.toString(number.getAsInt()) : "";
  }

  private static String sign(DiffLine.Kind kind) {
    return switch (kind) {
      case SAME, GAP -> " ";
      case REMOVED -> "−";
      case ADDED -> "+";
    };
  }
}
