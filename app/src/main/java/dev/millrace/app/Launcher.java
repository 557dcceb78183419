package dev.millrace.app;

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
    Application.launch(WorkbenchApp.class, arguments);
  }
}
