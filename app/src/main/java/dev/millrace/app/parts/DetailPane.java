package dev.millrace.app.parts;

import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** What is said of the chosen model; scrolls downwards only. */
public final class DetailPane extends ScrollPane {
  private final VBox parts = new VBox();

  public DetailPane(String id, String accessible) {
    setId(id);
    setAccessibleText(accessible);
    setFitToWidth(true);
    setHbarPolicy(ScrollBarPolicy.NEVER);
    getStyleClass().addAll("edge-to-edge", "deploy-scroll");
    parts.getStyleClass().add("deploy-detail");
    setContent(parts);
  }

  /** Shows something else, from its top. */
  public void show(List<Node> shown) {
    parts.getChildren().setAll(shown);
    setVvalue(0);
  }

  /** Scrolls no further than it takes to see all of a part. */
  public void reveal(Node part) {
    double height = getViewportBounds().getHeight();
    double hidden = parts.getHeight() - height;
    if (hidden <= 0) {
      return;
    }
    Bounds place = parts.sceneToLocal(part.localToScene(part.getBoundsInLocal()));
    double top = getVvalue() * hidden;
    double wanted = Math.min(Math.max(top, place.getMaxY() - height), place.getMinY());
    setVvalue(Math.clamp(wanted / hidden, 0, 1));
  }

  /** Shows the same thing as it is now, where the reader is. */
  public void renew(List<Node> shown) {
    if (isPressed()) {
      // What the mouse is pressed on must be there when it is let go.
      return;
    }
    double place = getVvalue();
    parts.getChildren().setAll(shown);
    setVvalue(place);
  }
}
