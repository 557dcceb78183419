package dev.millrace.app.parts;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** Small pieces that the views of this package are put together from. */
public final class Parts {
  private Parts() {}

  public static Label label(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    // A label that gives way shows dots where the words should be.
    label.setMinWidth(Region.USE_PREF_SIZE);
    return label;
  }

  /** A label that ends in dots where there is no room. */
  public static Label shy(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    label.setMinWidth(0);
    return label;
  }

  /** A text that takes as many lines as it needs. */
  public static Label wrapped(String text, String... styles) {
    Label label = new Label(text);
    label.getStyleClass().addAll(styles);
    label.setWrapText(true);
    label.setMinHeight(Region.USE_PREF_SIZE);
    HBox.setHgrow(label, Priority.ALWAYS);
    return label;
  }

  /** An icon in the colour of a style class such as {@code deploy-good}. */
  public static FontIcon icon(Ikon ikon, String... styles) {
    FontIcon icon = new FontIcon(ikon);
    icon.getStyleClass().add("deploy-icon");
    icon.getStyleClass().addAll(styles);
    return icon;
  }

  public static Button button(String id, String text, Runnable action, String... styles) {
    Button button = new Button(text);
    button.setId(id);
    button.getStyleClass().addAll(styles);
    button.setMinWidth(Region.USE_PREF_SIZE);
    button.setOnAction(event -> action.run());
    return button;
  }

  public static Region gap() {
    Region gap = new Region();
    HBox.setHgrow(gap, Priority.ALWAYS);
    return gap;
  }

  /** A titled part of a detail pane. */
  public static VBox section(String title, Node... content) {
    VBox section = new VBox(label(title, "deploy-section"));
    section.getChildren().addAll(content);
    section.getStyleClass().add("deploy-part");
    return section;
  }

  /** A strip that tells something beside what is shown. */
  public static HBox notice(Ikon ikon, String kind, Node text, Node... more) {
    HBox notice = new HBox(icon(ikon), text);
    notice.getStyleClass().addAll("deploy-notice", kind);
    HBox.setHgrow(text, Priority.ALWAYS);
    notice.getChildren().addAll(more);
    return notice;
  }

  /** What is wrong, where, and what to do. */
  public static Node problem(Problem problem, Consumer<SourcePosition> open) {
    VBox box = new VBox(wrapped(sentence(problem.message()), "deploy-strong"));
    problem.remedy().ifPresent(remedy -> box.getChildren().add(wrapped(sentence(remedy))));
    problem.position().ifPresent(place -> box.getChildren().add(link(place, open)));
    box.getStyleClass().add("deploy-lines");
    boolean error =
        switch (problem.severity()) {
          case ERROR -> true;
          case WARNING -> false;
        };
    return notice(
        error ? CarbonIcons.ERROR_FILLED : CarbonIcons.WARNING_ALT_FILLED,
        error ? "deploy-notice-bad" : "deploy-notice-warn",
        box);
  }

  /** A place in a file that opens at a click or at Enter. */
  public static Hyperlink link(SourcePosition place, Consumer<SourcePosition> open) {
    Hyperlink link = new Hyperlink(place.toString());
    link.getStyleClass().add("deploy-link");
    link.setMinWidth(Region.USE_PREF_SIZE);
    link.setOnAction(event -> open.accept(place));
    return link;
  }

  /** With a full stop, unless it has an end. */
  public static String sentence(String text) {
    return text.endsWith(".") || text.endsWith("?") || text.endsWith("!") ? text : text + ".";
  }
}
