package dev.millrace.app.fx;

import java.util.ArrayList;
import java.util.List;
import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.util.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ten ticks a second for all views together; stands still while nobody listens. FX thread only. */
public final class TimelineTicker implements Ticker {
  private static final Logger LOG = LoggerFactory.getLogger(TimelineTicker.class);

  private final List<Runnable> drains = new ArrayList<>();
  private final Timeline timeline =
      new Timeline(new KeyFrame(Duration.millis(100), tick -> tick()));

  public TimelineTicker() {
    timeline.setCycleCount(Animation.INDEFINITE);
  }

  @Override
  public Subscription every(Runnable drain) {
    drains.add(drain);
    timeline.play();
    return () -> {
      drains.remove(drain);
      if (drains.isEmpty()) {
        timeline.stop();
      }
    };
  }

  private void tick() {
    for (Runnable drain : List.copyOf(drains)) {
      try {
        drain.run();
      } catch (RuntimeException e) {
        // One broken view must not stop the others.
        LOG.error("A view failed to take its live data", e);
      }
    }
  }
}
