package dev.millrace.app.welcome;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.fx.Text;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.carbonicons.CarbonIcons;
import org.kordamp.ikonli.javafx.FontIcon;

/** The first thing a newcomer sees: two ways in, and the folders of last time. */
public final class WelcomeView {
  /** Id of the button that opens a folder. */
  public static final String OPEN_ID = "welcome-open";

  /** Id of the button that opens the sample. */
  public static final String SAMPLE_ID = "welcome-sample";

  /** Id of the list of recent folders. */
  public static final String RECENT_ID = "welcome-recent";

  private final Text text = Text.beside(WelcomeView.class);
  private final StackPane view;

  /**
   * @param recent folders opened lately, newest first
   * @param openFolder lets the user choose one
   * @param openSample opens the sample
   * @param openRecent opens one of the recent folders
   */
  public WelcomeView(
      List<Path> recent, Runnable openFolder, Runnable openSample, Consumer<Path> openRecent) {
    Label title = new Label(text.get("title"));
    title.getStyleClass().add("title");
    Label claim = new Label(text.get("claim"));
    claim.getStyleClass().add("muted");
    claim.setWrapText(true);
    HBox ways =
        new HBox(
            12,
            way(OPEN_ID, "open", new FontIcon(CarbonIcons.FOLDER), openFolder, true),
            way(SAMPLE_ID, "sample", new FontIcon(CarbonIcons.FLOW), openSample, false));
    VBox column = new VBox(18, new VBox(6, title, claim), ways, recents(recent, openRecent));
    column.setMaxWidth(560);
    column.setMaxHeight(Region.USE_PREF_SIZE);
    column.getStyleClass().add("welcome");
    view = new StackPane(column);
    StackPane.setAlignment(column, Pos.CENTER);
  }

  public Region view() {
    return view;
  }

  private Button way(String id, String key, Node icon, Runnable action, boolean first) {
    Label name = new Label(text.get(key));
    name.getStyleClass().add("heading");
    Label explanation = new Label(text.get(key + ".text"));
    explanation.setWrapText(true);
    explanation.getStyleClass().add("muted");
    VBox said = new VBox(8, new HBox(8, icon, name), explanation);
    Button button = new Button();
    button.setId(id);
    button.setGraphic(said);
    button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
    button.setAccessibleText(text.get(key) + ": " + text.get(key + ".text"));
    button.getStyleClass().add("welcome-way");
    button.setPrefSize(274, 104);
    button.setAlignment(Pos.TOP_LEFT);
    button.setDefaultButton(first);
    button.setOnAction(event -> action.run());
    return button;
  }

  private Node recents(List<Path> recent, Consumer<Path> openRecent) {
    VBox list = new VBox(4);
    list.setId(RECENT_ID);
    Label heading = new Label(text.get("recent"));
    heading.getStyleClass().add("heading");
    list.getChildren().add(heading);
    if (recent.isEmpty()) {
      Label none = new Label(text.get("recent.none"));
      none.getStyleClass().add("muted");
      list.getChildren().add(none);
    }
    for (Path folder : recent) {
      Hyperlink link = new Hyperlink(String.valueOf(requireNonNull(folder.getFileName(), "name")));
      link.setOnAction(event -> openRecent.accept(folder));
      link.setMinWidth(Region.USE_PREF_SIZE);
      Label path = new Label(String.valueOf(folder.getParent()));
      path.getStyleClass().add("muted");
      HBox row = new HBox(10, link, path);
      row.setAlignment(Pos.BASELINE_LEFT);
      list.getChildren().add(row);
    }
    return list;
  }
}
