package dev.millrace.app.fx;

import java.util.concurrent.Executor;
import javafx.application.Platform;
import javafx.scene.Scene;

/** The one door to the FX thread. Models take it as an {@link Executor}, tests give their own. */
public final class Fx {
  /** Runs at once on the FX thread, and later, in order, from any other. */
  public static final Executor THREAD =
      task -> {
        if (Platform.isFxApplicationThread()) {
          task.run();
        } else {
          Platform.runLater(task);
        }
      };

  private Fx() {}

  /** Runs a task after what the FX thread is doing now. */
  public static void later(Runnable task) {
    Platform.runLater(task);
  }

  /**
   * Runs a task once the scene's next picture has been laid out, so that what the task shows has a
   * picture of its own: much that is new at once holds the FX thread for half a second. FX thread
   * only, and for a scene that is shown.
   */
  public static void afterPulse(Scene scene, Runnable task) {
    scene.addPostLayoutPulseListener(
        new Runnable() {
          @Override
          public void run() {
            scene.removePostLayoutPulseListener(this);
            Platform.runLater(task);
          }
        });
    Platform.requestNextPulse();
  }
}
