package dev.millrace.ui.problems;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.editor.EditorTab;
import dev.millrace.engine.problem.Problem;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class ProblemsTest {
  private static final String BROKEN = "models/marts/broken.sql";

  @TempDir private Path folder;

  @Test
  void aProblemIsListedOpenedAndGoneWhenItIsMended() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    Files.writeString(
        project.resolve(BROKEN), "SELECT *\nFROM {{ ref('nowhere') }}\n-- {{ 'a' | nope }}\n");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      user.node("workspace", Node.class);
      user.waitUntil(
          "the status bar counts it",
          30,
          () ->
              user.onFx(
                  () ->
                      user.scene().lookup("#status-problems") instanceof Button button
                          && !button.getText().isEmpty()));
      user.robot().clickOn("#status-problems");
      ListView<?> list = user.node("problems", ListView.class);
      user.waitUntil("it is listed", 10, () -> user.onFx(() -> !list.getItems().isEmpty()));
      Problem first = (Problem) user.onFx(() -> list.getItems().getFirst());
      assertThat(first.position())
          .hasValueSatisfying(place -> assertThat(place.file()).isEqualTo(BROKEN));
      shot(user, "problems-light");
      user.runs("view.dark-theme");
      shot(user, "problems-dark");
      user.onFx(
          () -> {
            list.getSelectionModel().select(0);
            list.requestFocus();
            return true;
          });
      user.robot().type(KeyCode.ENTER);
      EditorTab tab =
          (EditorTab)
              user.waitFor(
                  "its file is open",
                  10,
                  () ->
                      user.project().workspace().items().stream()
                          .filter(item -> item.id().equals("editor:" + BROKEN))
                          .findFirst());
      assertThat(user.onFx(() -> user.project().workspace().active().getValue())).isSameAs(tab);
      Files.delete(project.resolve(BROKEN));
      user.waitUntil(
          "nothing is wrong any more", 20, () -> user.onFx(() -> list.getItems().isEmpty()));
      shot(user, "problems-none");
    }
  }

  private static void shot(WorkbenchUser user, String name) {
    user.onFx(
        () -> {
          Screenshots.write(user.scene(), Path.of("target/shots", name + ".png"));
          return true;
        });
  }
}
