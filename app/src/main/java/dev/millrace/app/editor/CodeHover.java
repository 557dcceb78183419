package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.language.Hover;
import dev.millrace.engine.language.RelationOutput;
import dev.millrace.engine.problem.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Point2D;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Popup;
import org.fxmisc.richtext.event.MouseOverTextEvent;

/** A card with what is known of the text under the pointer: its problems first. */
public final class CodeHover {
  /** Of the card, for tests. */
  public static final String ID = "code-hover";

  private static final Duration DELAY = Duration.ofMillis(350);
  private static final int MOST_COLUMNS = 14;
  private static final double WIDTH = 460;

  private final Text text;
  private final CodePane pane;
  private final CodeLanguage language;
  private final Popup popup = new Popup();
  private final VBox card = new VBox();
  private long asked;

  CodeHover(CodePane pane, CodeLanguage language, Text text) {
    this.pane = requireNonNull(pane, "pane");
    this.language = requireNonNull(language, "language");
    this.text = requireNonNull(text, "text");
    card.setId(ID);
    card.getStyleClass().addAll("hover-card", "code-hover");
    card.setMaxWidth(WIDTH);
    popup.getContent().add(card);
    popup.setAutoHide(true);
    pane.area().setMouseOverTextDelay(DELAY);
    pane.area()
        .addEventHandler(
            MouseOverTextEvent.MOUSE_OVER_TEXT_BEGIN,
            event -> {
              Point2D place = event.getScreenPosition();
              explain(event.getCharacterIndex(), place.getX(), place.getY() + 14);
            });
    pane.area().addEventHandler(MouseOverTextEvent.MOUSE_OVER_TEXT_END, event -> hide());
    pane.onTouched(this::hide);
  }

  /** Explains what stands at the caret, for the keyboard. */
  public void explainCaret() {
    pane.area()
        .getCaretBounds()
        .ifPresent(
            bounds ->
                explain(pane.area().getCaretPosition(), bounds.getMinX(), bounds.getMaxY() + 4));
  }

  private void explain(int offset, double x, double y) {
    long mine = ++asked;
    language
        .hover(offset)
        .thenAccept(
            found -> {
              if (mine == asked) {
                show(offset, found, x, y);
              }
            });
  }

  private void hide() {
    asked++;
    popup.hide();
  }

  private void show(int offset, Optional<Hover> hover, double x, double y) {
    card.getChildren().clear();
    pane.marks().stream()
        .filter(mark -> mark.covers(offset))
        .forEach(mark -> problem(mark.diagnostic().problem()));
    hover.ifPresent(this::add);
    if (card.getChildren().isEmpty() || pane.area().getScene() == null) {
      popup.hide();
    } else {
      popup.show(pane.area(), x, y);
    }
  }

  private void problem(Problem problem) {
    line(
        problem.message(),
        switch (problem.severity()) {
          case ERROR -> "danger-text";
          case WARNING -> "warning-text";
        });
    problem.remedy().ifPresent(remedy -> line(remedy, "muted"));
  }

  private void add(Hover hover) {
    switch (hover) {
      case Hover.ColumnHover column -> column(column);
      case Hover.RelationHover relation -> relation(relation);
      case Hover.ExpressionHover expression -> {
        line(expression.name(), "code");
        columns(expression.columns());
      }
      case Hover.CallableHover callable -> {
        line(callable.signature(), "code");
        line(callable.about(), "muted");
      }
    }
  }

  private void column(Hover.ColumnHover column) {
    line(
        (column.name() + "  " + column.type().orElse(text.get("hover.unknown-type"))).strip(),
        "code");
    if (column.time() != TimeAttribute.NONE) {
      line(text.get("hover.time." + column.time().name()), "muted");
    }
    if (!column.relation().isEmpty()) {
      line(text.get("hover.from", column.relation()), "muted");
    }
    line(column.description());
  }

  private void relation(Hover.RelationHover relation) {
    line(relation.name(), "code");
    line(text.get("hover.relation", relation.kind(), relation.path()), "muted");
    line(relation.description());
    relation
        .output()
        .ifPresent(
            output -> {
              line(summary(output, text));
              columns(output.columns().stream().map(CodeHover::words).toList());
            });
  }

  private static String words(Column column) {
    return column.name() + " " + column.type();
  }

  /** How rows change and what tells them apart, in a few words. */
  static String summary(RelationOutput output, Text text) {
    List<String> parts = new ArrayList<>();
    parts.add(text.get("changelog." + output.changelog().name()));
    if (!output.primaryKey().isEmpty()) {
      parts.add(text.get("output.primary-key", String.join(", ", output.primaryKey())));
    } else if (!output.upsertKey().isEmpty() && output.changelog() != ChangelogKind.INSERT_ONLY) {
      parts.add(text.get("output.upsert-key", String.join(", ", output.upsertKey())));
    }
    return String.join("  \u00b7  ", parts);
  }

  private void columns(List<String> columns) {
    columns.stream().limit(MOST_COLUMNS).forEach(column -> line(column, "code", "small-code"));
    if (columns.size() > MOST_COLUMNS) {
      line(text.get("hover.more", columns.size() - MOST_COLUMNS), "muted");
    }
  }

  private void line(String words, String... styles) {
    if (words.isBlank()) {
      return;
    }
    Label label = new Label(words);
    label.setWrapText(true);
    label.setMaxWidth(WIDTH - 26);
    label.getStyleClass().addAll(styles);
    card.getChildren().add(label);
  }
}
