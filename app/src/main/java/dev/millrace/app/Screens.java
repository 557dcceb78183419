package dev.millrace.app;

import dev.millrace.app.settings.WindowBounds;
import javafx.stage.Screen;

/** Which screens there are now. */
final class Screens {
  private Screens() {}

  /** Whether enough of the title bar can be seen: a screen may have been unplugged. */
  static boolean show(WindowBounds bounds) {
    return !Screen.getScreensForRectangle(bounds.x() + 40, bounds.y(), 200, 30).isEmpty();
  }
}
