package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

/** What can be done after a failure: most of it by one button, the rest by a person. */
public sealed interface WayOut {
  /** Look again at what would happen to one model, and deploy that. */
  record PlanAgain(String model) implements WayOut {
    public PlanAgain {
      requireNonNull(model, "model");
    }
  }

  /** Give up the state of one model and start it without. */
  record StartFresh(String model) implements WayOut {
    public StartFresh {
      requireNonNull(model, "model");
    }
  }

  /** Finish or undo what was cut off. */
  record Resume() implements WayOut {}

  /** Start the local cluster. */
  record StartLocal() implements WayOut {}

  /** Only a person can do it. */
  record Words(String sentence) implements WayOut {
    public Words {
      requireNonNull(sentence, "sentence");
    }
  }
}
