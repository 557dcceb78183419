package dev.millrace.ui.deploy;

import dev.millrace.ui.WorkbenchUser;
import java.util.Objects;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import org.jspecify.annotations.Nullable;
import org.testfx.util.WaitForAsyncUtils;

/** What a user sees of the window's parts, by their ids. */
final class Screen {
  private final WorkbenchUser user;

  Screen(WorkbenchUser user) {
    this.user = user;
  }

  /**
   * A node as the next picture shows it: what a split pane or a scroll pane holds is in the scene
   * only once it has a skin. FX thread.
   */
  private @Nullable Node find(String id) {
    Parent root = user.scene().getRoot();
    root.applyCss();
    root.layout();
    return root.lookup("#" + id);
  }

  boolean shows(String id) {
    return user.onFx(() -> find(id) != null);
  }

  boolean isDisabled(String id) {
    return user.onFx(() -> Objects.requireNonNull(find(id), id).isDisabled());
  }

  /** Lines of a list; none where it is not there. */
  int rows(String id) {
    return user.onFx(() -> find(id) instanceof ListView<?> list ? list.getItems().size() : 0);
  }

  /** All that a part of the window says; empty where it is not there. */
  String texts(String id) {
    return user.onFx(
        () -> {
          Node node = find(id);
          return node == null
              ? ""
              : node.lookupAll("*").stream()
                  .filter(Labeled.class::isInstance)
                  .map(found -> ((Labeled) found).getText())
                  .filter(Objects::nonNull)
                  .collect(Collectors.joining("\n"));
        });
  }

  /** Clicks on a node; waits for it. */
  void press(String id) {
    user.waitUntil("there is #" + id, 20, () -> shows(id));
    // A node that was just made has its place only after the next layout.
    WaitForAsyncUtils.waitForFxEvents();
    user.robot().clickOn("#" + id);
  }
}
