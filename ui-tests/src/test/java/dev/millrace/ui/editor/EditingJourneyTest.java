package dev.millrace.ui.editor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.editor.CodePane;
import dev.millrace.app.editor.CompiledPane;
import dev.millrace.app.editor.EditorTab;
import dev.millrace.app.editor.EditorView;
import dev.millrace.app.editor.ProblemList;
import dev.millrace.app.project.EngineLease;
import dev.millrace.app.shell.DockItem;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.language.DocumentReport;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.Screenshots;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.input.KeyCode;
import org.fxmisc.richtext.CodeArea;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class EditingJourneyTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void faultsAreSeenWhereTheyAreTypedAndTheWayToOtherModelsIsShort() {
    Path project = WorkbenchUser.sampleIn(folder);
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      EditorTab tab = open(user, TOTALS);
      user.waitUntil("the planner has seen it", 120, () -> output(user, tab).isPresent());
      shot(user, "editor-light");

      typesAnUnknownColumn(user, tab);
      theDarkThemeShowsItToo(user);
      undoes(user, tab);
      completesARef(user, tab);
      goesToTheModelBehindIt(user, tab);
      stopsThePlanner(user);
    }
  }

  private void typesAnUnknownColumn(WorkbenchUser user, EditorTab tab) {
    caretBehind(user, tab, "SUM(amount");
    user.robot().write("s");
    user.waitUntil(
        "the fault is marked", 60, () -> user.onFx(() -> tab.editor().pane().marks().size() == 1));
    CodePane pane = tab.editor().pane();
    user.onFx(
        () -> {
          int start = pane.marks().getFirst().start();
          assertThat(pane.area().getText(start, start + 7)).isEqualTo("amounts");
          assertThat(pane.area().getStyleOfChar(start)).contains("squiggle-error");
          return true;
        });
    ProblemList problems = user.node(ProblemList.ID, ProblemList.class);
    assertThat(user.onFx(() -> problems.getItems().getFirst().diagnostic().problem().message()))
        .contains("amounts");
    CodeArea compiled = user.node(CompiledPane.ID, CodeArea.class);
    String sql = user.onFx(() -> compiled.getText());
    assertThat(sql).contains("SUM(amounts)");
    assertThat(
            user.onFx(() -> compiled.getParagraph(tab.editor().compiled().currentLine()).getText()))
        .contains("SUM(amounts)");
    shot(user, "editor-fault-light");
    // A click on the problem leads to its place.
    user.onFx(
        () -> {
          pane.area().moveTo(0);
          return true;
        });
    user.robot().clickOn("#" + ProblemList.ID);
    user.waitUntil(
        "the caret is at the fault",
        10,
        () -> user.onFx(() -> pane.area().getCaretPosition() == pane.marks().getFirst().start()));
  }

  private void theDarkThemeShowsItToo(WorkbenchUser user) {
    user.runs("view.dark-theme");
    shot(user, "editor-fault-dark");
    user.runs("view.light-theme");
  }

  private void undoes(WorkbenchUser user, EditorTab tab) {
    user.onFx(
        () -> {
          tab.editor().pane().area().undo();
          return true;
        });
    user.waitUntil(
        "the fault is gone", 60, () -> user.onFx(() -> tab.editor().pane().marks().isEmpty()));
    assertThat(user.onFx(() -> tab.unsaved().get())).isFalse();
  }

  private void completesARef(WorkbenchUser user, EditorTab tab) {
    caretBehind(user, tab, "ref('");
    user.onFx(
        () -> {
          CodeArea area = tab.editor().pane().area();
          area.deleteText(area.getCaretPosition(), area.getCaretPosition() + "stg_orders".length());
          return true;
        });
    user.robot().write("stg_o");
    user.runs("edit.complete");
    user.waitUntil(
        "models are offered", 20, () -> user.onFx(() -> tab.editor().completion().isShowing()));
    assertThat(user.onFx(() -> tab.editor().completion().offered().getFirst().label()))
        .isEqualTo("stg_orders");
    user.robot().type(KeyCode.ENTER);
    assertThat(user.onFx(() -> tab.editor().pane().area().getText()))
        .contains("{{ ref('stg_orders') }}");
  }

  private void goesToTheModelBehindIt(WorkbenchUser user, EditorTab tab) {
    caretBehind(user, tab, "ref('stg");
    user.robot().type(KeyCode.F12);
    user.waitUntil(
        "the model is open",
        20,
        () ->
            user.onFx(
                () ->
                    user.project().workspace().active().getValue() instanceof EditorTab opened
                        && opened.path().equals("models/staging/stg_orders.sql")));
  }

  @Test
  void whatWasTypedOutlivesTheProcess() throws IOException {
    Path project = WorkbenchUser.sampleIn(folder);
    Path later = folder.resolve("later");
    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      EditorTab tab = open(user, TOTALS);
      caretBehind(user, tab, "SUM(amount");
      user.robot().write(" * 2");
      user.waitUntil("the text is kept", 10, () -> kept("SUM(amount * 2)"));
      // The disk as a kill would leave it: nothing was saved, and nobody has said goodbye.
      copy(folder.resolve("data").resolve("window"), later.resolve("data").resolve("window"));
      user.waitUntil("the planner has seen it", 120, () -> output(user, tab).isPresent());
      stopsThePlanner(user);
    }
    assertThat(Files.readString(project.resolve(TOTALS))).doesNotContain("* 2");
    try (WorkbenchUser user = WorkbenchUser.with(later, project)) {
      EditorTab tab = open(user, TOTALS);
      assertThat(user.onFx(() -> tab.editor().pane().area().getText())).contains("SUM(amount * 2)");
      assertThat(user.onFx(() -> tab.unsaved().get())).isTrue();
      shot(user, "editor-recovered");
      user.node("notice-take-disk", Button.class);
      user.robot().clickOn("#notice-take-disk");
      user.waitUntil(
          "the saved file is shown",
          10,
          () -> user.onFx(() -> !tab.editor().pane().area().getText().contains("SUM(amount * 2)")));
    }
  }

  /** It would go on writing into the folder of the test. */
  private static void stopsThePlanner(WorkbenchUser user) {
    try (EngineLease lease = user.project().project().lease().orElseThrow()) {
      lease.engine().connector().localCluster().ifPresent(LocalCluster::stop);
    }
  }

  private boolean kept(String text) {
    Path recovery = folder.resolve("data").resolve("window").resolve("recovery");
    if (!Files.isDirectory(recovery)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(recovery)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).toList()) {
        if (Files.readString(file).contains(text)) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      // Moved into place while we looked: it is there the next time.
      return false;
    }
  }

  private static EditorTab open(WorkbenchUser user, String path) {
    Optional<DockItem> opened = user.onFx(() -> user.project().workspace().open("editor:" + path));
    EditorTab tab = (EditorTab) opened.orElseThrow();
    user.node(EditorView.AREA_ID, CodeArea.class);
    user.waitUntil(
        "the text is there", 20, () -> user.onFx(() -> tab.editor().pane().area().getLength() > 0));
    return tab;
  }

  private static Optional<?> output(WorkbenchUser user, EditorTab tab) {
    return user.onFx(() -> tab.document().report().get().flatMap(DocumentReport::output));
  }

  private static void caretBehind(WorkbenchUser user, EditorTab tab, String text) {
    user.onFx(
        () -> {
          CodeArea area = tab.editor().pane().area();
          int at = area.getText().indexOf(text);
          assertThat(at).as("the place of " + text).isNotNegative();
          tab.editor().pane().jump(at + text.length());
          return true;
        });
  }

  private static void shot(WorkbenchUser user, String name) {
    user.onFx(
        () -> {
          Screenshots.write(user.scene(), Path.of("target/shots", name + ".png"));
          return true;
        });
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path target = to.resolve(from.relativize(file).toString());
            Path parent = target.getParent();
            if (parent != null) {
              Files.createDirectories(parent);
            }
            Files.copy(file, target);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
