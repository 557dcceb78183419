package dev.millrace.ui.shell;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.project.ProjectState;
import dev.millrace.app.shell.DockItem;
import dev.millrace.app.tree.ProjectTree;
import dev.millrace.app.welcome.WelcomeView;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javafx.scene.control.ListView;
import javafx.scene.control.TreeView;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class OpeningTest {
  @TempDir private Path folder;

  @Test
  void aNewcomerOpensTheSampleWithOneClick() {
    try (WorkbenchUser user = WorkbenchUser.newcomer(folder)) {
      shot(user, "welcome");
      user.robot().clickOn("#" + WelcomeView.SAMPLE_ID);
      TreeView<?> tree = user.node(ProjectTree.ID, TreeView.class);
      user.waitUntil(
          "the project is read",
          30,
          () ->
              user.onFx(
                  () -> user.project().project().state().get() instanceof ProjectState.Ready));
      user.waitUntil(
          "the tree shows files", 10, () -> user.onFx(() -> tree.getExpandedItemCount() > 3));
      shot(user, "sample");
      assertThat(user.project().project().restricted()).isFalse();
    }
  }

  @Test
  void anUnknownFolderIsOpenedWithoutTrustWhenTheUserSaysSo() {
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.newcomer(folder)) {
      user.onFx(
          () -> {
            user.workbench().open(project);
            return true;
          });
      user.robot().clickOn("Open without trust");
      assertThat(user.project().project().restricted()).isTrue();
      assertThat(user.node("restricted", javafx.scene.control.Label.class).getText())
          .contains("not trusted");
      shot(user, "restricted");
    }
  }

  @Test
  void everyCommandIsFoundInThePalette() {
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      user.node(ProjectTree.ID, TreeView.class);
      user.runs("view.palette");
      ListView<?> found = user.node("palette-list", ListView.class);
      assertThat(user.onFx(() -> found.getItems().size())).isGreaterThan(4);
      shot(user, "palette");
      user.robot().write("dark");
      assertThat(user.onFx(() -> found.getItems().getFirst().toString()))
          .contains("view.dark-theme");
      user.robot().type(KeyCode.ENTER);
      user.waitUntil(
          "the theme is dark",
          5,
          () -> user.onFx(() -> user.workbench().looks().theme().get().name().equals("DARK")));
      shot(user, "dark");
    }
  }

  /** While the window comes up the palette already works, and others may open files too. */
  @Test
  void aFileThatIsOpenedBeforeTheTabsAreBackStaysAndIsRemembered() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    String before = "editor:models/marts/customer_totals.sql";
    String early = "editor:models/staging/" + firstFileOf(project.resolve("models/staging"));
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      opensAtOnce(user, project, before);
      awaitTabs(user, before, ProjectTree.ITEM);
      opensAtOnce(user, project, early);
      awaitTabs(user, before, early, ProjectTree.ITEM);
      assertThat(user.onFx(() -> user.project().workspace().active().getValue().id()))
          .as("what was opened last is what is shown")
          .isEqualTo(early);
      opensAtOnce(user, project, early);
      awaitTabs(user, before, early, ProjectTree.ITEM);
    }
  }

  private static String firstFileOf(Path models) throws IOException {
    try (Stream<Path> files = Files.list(models)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .filter(name -> name.endsWith(".sql"))
          .sorted()
          .findFirst()
          .orElseThrow();
    }
  }

  private static void opensAtOnce(WorkbenchUser user, Path project, String item) {
    user.onFx(
        () -> {
          user.workbench().open(project);
          return user.workbench().project().orElseThrow().workspace().open(item).orElseThrow();
        });
  }

  private static void awaitTabs(WorkbenchUser user, String... ids) {
    user.waitUntil(
        "the tabs are " + List.of(ids),
        30,
        () ->
            user.onFx(
                () ->
                    user.project().workspace().items().stream()
                        .map(DockItem::id)
                        .collect(toSet())
                        .containsAll(Set.of(ids))));
  }

  private static void shot(WorkbenchUser user, String name) {
    user.onFx(
        () -> {
          Screenshots.write(user.scene(), Path.of("target/shots", name + ".png"));
          return true;
        });
  }
}
