package dev.millrace.app.parts;

import static java.util.Objects.requireNonNull;

/** What can be done after a failure: most of it by one button, the rest by a person. */
public sealed interface Remedy {
  /** Look again at what would happen to one model, and deploy that. */
  record PlanAgain(String model) implements Remedy {
    public PlanAgain {
      requireNonNull(model, "model");
    }
  }

  /** Give up the state of one model and start it without. */
  record StartFresh(String model) implements Remedy {
    public StartFresh {
      requireNonNull(model, "model");
    }
  }

  /** Finish or undo what was cut off. */
  record Resume() implements Remedy {}

  /** Look at the ways out of the trouble that a job is in. */
  record Recover(String model) implements Remedy {
    public Recover {
      requireNonNull(model, "model");
    }
  }

  /** Start the local cluster. */
  record StartLocal() implements Remedy {}

  /** Only a person can do it. */
  record Words(String sentence) implements Remedy {
    public Words {
      requireNonNull(sentence, "sentence");
    }
  }
}
