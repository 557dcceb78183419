package dev.millrace.ui.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.notebook.CellModel;
import dev.millrace.app.notebook.CellState;
import dev.millrace.app.notebook.NotebookModel;
import dev.millrace.app.notebook.NotebookTab;
import dev.millrace.app.notebook.NotebookView;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.ProjectState;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class NotebookTest {
  private static final String FILE = "analyses/first_look.sql";

  @TempDir private Path folder;

  /** One journey: a cluster is started once. */
  @Test
  void aNotebookIsRunChangedAndSavedWithoutLosingACharacter() throws Exception {
    Path project = WorkbenchUser.sampleIn(folder);
    Path file = project.resolve(FILE);
    String before = Files.readString(file);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      user.waitUntil(
          "the project is read",
          30,
          () ->
              user.onFx(
                  () -> user.project().project().state().get() instanceof ProjectState.Ready));
      user.onFx(() -> user.project().workspace().open("notebook:" + FILE));
      NotebookModel notebook =
          user.onFx(
              () ->
                  user.project().workspace().items().stream()
                      .filter(NotebookTab.class::isInstance)
                      .map(NotebookTab.class::cast)
                      .findFirst()
                      .orElseThrow()
                      .model());
      user.waitUntil("cells are shown", 20, () -> user.onFx(() -> notebook.cells().size() == 5));
      assertThat(user.onFx(notebook::text)).isEqualTo(before);
      shot(user, "notebook");

      user.robot().clickOn("#" + NotebookView.RUN_ALL_ID);
      user.waitUntil("all cells have run", 150, () -> user.onFx(() -> allRun(notebook.cells())));
      assertThat(
              user.onFx(() -> notebook.cells().stream().map(cell -> cell.state().get()).toList()))
          .containsOnly(CellState.DONE);
      assertThat(user.onFx(() -> notebook.cells().get(1).run().get().orElseThrow().statements()))
          .hasSize(1);
      shot(user, "notebook-run");

      user.robot().clickOn("#" + NotebookView.ADD_SQL_ID);
      user.waitUntil("a cell is added", 10, () -> user.onFx(() -> notebook.cells().size() == 6));
      user.robot().write("SELECT COUNT(*) AS n FROM big_orders");
      user.robot().push(KeyCode.CONTROL, KeyCode.ENTER);
      CellModel added = user.onFx(() -> notebook.cells().get(1));
      user.waitUntil(
          "the new cell has run on what an earlier one defined",
          60,
          () -> user.onFx(() -> added.run().get().isPresent()));
      assertThat(user.onFx(() -> added.run().get().orElseThrow().problem())).isEmpty();
      user.robot().push(KeyCode.CONTROL, KeyCode.S);
      user.waitUntil("it is saved", 10, () -> user.onFx(() -> !notebook.unsaved().get()));
      String marker = "-- %% What a generated order";
      assertThat(Files.readString(file))
          .isEqualTo(
              before.replace(marker, "-- %%\nSELECT COUNT(*) AS n FROM big_orders\n" + marker));

      user.onFx(
          () -> {
            notebook.move(added, 1);
            notebook.move(added, -1);
            notebook.delete(added);
            return notebook.save();
          });
      user.waitUntil("it is saved again", 10, () -> user.onFx(() -> !notebook.unsaved().get()));
      assertThat(Files.readString(file)).isEqualTo(before);
      user.runs("view.dark-theme");
      shot(user, "notebook-dark");
      try (EngineLease lease = user.project().project().lease().orElseThrow()) {
        lease.engine().connector().localCluster().orElseThrow().stop();
      }
    }
  }

  private static boolean allRun(List<CellModel> cells) {
    return cells.stream()
        .noneMatch(
            cell ->
                List.of(CellState.NOT_RUN, CellState.WAITING, CellState.RUNNING)
                    .contains(cell.state().get()));
  }

  /** Pictures take longer than the window may stand still, so they are made on demand only. */
  private static void shot(WorkbenchUser user, String name) {
    String shots = System.getProperty("millrace.shots");
    if (shots != null) {
      user.onFx(
          () -> {
            Screenshots.write(user.scene(), Path.of(shots, name + ".png"));
            return true;
          });
    }
  }
}
