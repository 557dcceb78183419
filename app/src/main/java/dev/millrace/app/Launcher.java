package dev.millrace.app;

import dev.millrace.engine.DataFolders;
import javafx.application.Application;

/**
 * Where the window starts. It must not extend Application itself: JavaFX would insist on modules.
 */
public final class Launcher {
  private Launcher() {}

  /**
   * Opens the window.
   *
   * @param arguments a folder to open; none for the one of last time
   */
  public static void main(String[] arguments) {
    // Before the first logger is made, which reads it.
    System.setProperty(
        "millrace.log",
        DataFolders.of(System.getenv()).root().resolve("window").resolve("window.log").toString());
    Application.launch(WorkbenchApp.class, arguments);
  }
}
