package dev.millrace.ui.shell;

import dev.millrace.app.editor.EditorTab;
import dev.millrace.ui.WorkbenchUser;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A process with a window in which somebody types, and which is then killed; see {@link
 * RestartTest}.
 */
final class WindowToKill {
  /** What the process says when the text stands in the editor. */
  static final String TYPED = "typed";

  private WindowToKill() {}

  /**
   * Opens a project and types at the end of a file.
   *
   * @param arguments the user's folder, the project, the file in it, the text
   */
  public static void main(String[] arguments) throws IOException {
    WorkbenchUser user = WorkbenchUser.with(Path.of(arguments[0]), Path.of(arguments[1]));
    EditorTab tab =
        (EditorTab)
            user.onFx(
                () -> user.project().workspace().open("editor:" + arguments[2]).orElseThrow());
    user.waitUntil(
        "the file is shown", 60, () -> user.onFx(() -> tab.editor().pane().area().getLength() > 0));
    user.onFx(
        () -> {
          tab.editor().pane().area().appendText(arguments[3]);
          return true;
        });
    System.out.println(TYPED);
    // Only a kill ends it.
    System.in.transferTo(System.err);
  }
}
