package dev.millrace.app.fx;

import java.util.concurrent.Executor;
import javafx.application.Platform;

/** The one door to the FX thread. Models take it as an {@link Executor}, tests give their own. */
public final class Fx {
  /** In an event of its own after those that wait, so that the window answers in between. */
  public static final Executor LATER = Platform::runLater;

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
}
