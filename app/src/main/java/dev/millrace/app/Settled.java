package dev.millrace.app;

import javafx.animation.PauseTransition;
import javafx.util.Duration;

/** Does something once when a burst of changes has settled. FX thread only. */
final class Settled {
  private final PauseTransition pause = new PauseTransition(Duration.millis(300));

  Settled(Runnable action) {
    pause.setOnFinished(event -> action.run());
  }

  void changed() {
    pause.playFromStart();
  }
}
