package dev.millrace.ui.shell;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.editor.EditorTab;
import dev.millrace.app.tree.ProjectTree;
import dev.millrace.ui.WorkbenchUser;
import dev.millrace.ui.display.DisplayBootstrap;
import dev.millrace.ui.display.ShotOnFailure;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javafx.scene.control.TreeView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(ShotOnFailure.class)
class RestartTest {
  private static final String FILE = "models/marts/customer_totals.sql";
  private static final String TYPED = "\n-- nobody has saved this";

  @TempDir private Path folder;

  @Test
  void unsavedTextAndOpenTabsAreThereAgainAfterAKill() throws IOException, InterruptedException {
    Path project = WorkbenchUser.sampleIn(folder);
    String before = Files.readString(project.resolve(FILE));
    Process window = window(project);
    List<ProcessHandle> helpers = List.of();
    try (BufferedReader said = window.inputReader(StandardCharsets.UTF_8)) {
      String line = said.readLine();
      while (line != null && !line.equals(WindowToKill.TYPED)) {
        line = said.readLine();
      }
      assertThat(line).isEqualTo(WindowToKill.TYPED);
      waitForRecovery();
      helpers = window.descendants().toList();
    } finally {
      window.destroyForcibly().waitFor();
    }
    // What the window started notices and ends; until then it writes into the folder of the test.
    for (ProcessHandle helper : helpers) {
      helper.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }
    assertThat(project.resolve(FILE)).hasContent(before);

    try (WorkbenchUser user = WorkbenchUser.with(folder, project)) {
      EditorTab tab =
          (EditorTab)
              user.waitFor(
                  "the tab is open again",
                  30,
                  () ->
                      user.project().workspace().items().stream()
                          .filter(item -> item.id().equals("editor:" + FILE))
                          .findFirst());
      user.waitUntil(
          "the text is there again",
          30,
          () -> user.onFx(() -> tab.editor().pane().area().getText().endsWith(TYPED)));
      assertThat(user.onFx(() -> tab.unsaved().get())).isTrue();
      TreeView<?> tree = user.node(ProjectTree.ID, TreeView.class);
      assertThat(user.onFx(() -> tree.localToScene(0, 0).getX()))
          .as("the project stands at the left, as before")
          .isLessThan(10);
      assertThat(project.resolve(FILE)).hasContent(before);
    }
  }

  /** The text is kept within a second of typing; the arrangement of tabs sooner. */
  private void waitForRecovery() throws IOException {
    long deadline = System.nanoTime() + 20_000_000_000L;
    while (!isKept()) {
      assertThat(System.nanoTime()).as("the text was not kept in time").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  private boolean isKept() throws IOException {
    boolean text = false;
    boolean layout = false;
    Path data = folder.resolve("data/window");
    if (!Files.isDirectory(data)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(data)) {
      // Other files are unfinished, and do not outlive the kill.
      for (Path file : files.filter(file -> file.toString().endsWith(".json")).toList()) {
        String content = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        text |= content.contains("nobody has saved this");
        layout |= content.contains("\"editor:" + FILE);
      }
    } catch (UncheckedIOException e) {
      // A file was moved into place while we looked.
      return false;
    }
    return text && layout;
  }

  private Process window(Path project) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-Xmx1g",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dprism.order=sw",
            "-Dtestfx.robot=glass",
            "-Djava.awt.headless=true",
            "-Dmillrace.home=" + requireNonNull(System.getProperty("millrace.home")),
            "-cp",
            System.getProperty("java.class.path"),
            WindowToKill.class.getName(),
            folder.toString(),
            project.toString(),
            FILE,
            TYPED));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder
        .environment()
        .put("DISPLAY", requireNonNull(System.getProperty(DisplayBootstrap.DISPLAY)));
    builder.redirectError(ProcessBuilder.Redirect.INHERIT);
    return builder.start();
  }
}
