package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/** How far a model's event time is behind the clock. */
public sealed interface Lag {
  /**
   * The model is complete up to its watermark.
   *
   * @param watermark the least one that reaches the model's table
   * @param lag clock minus watermark; negative when event time runs ahead of the clock
   */
  record Behind(Instant watermark, Duration lag) implements Lag {
    public Behind {
      requireNonNull(watermark, "watermark");
      requireNonNull(lag, "lag");
    }
  }

  /**
   * Nothing comes in and nothing waits: the watermark stands still because the input does.
   *
   * @param lag as in {@link Behind}; it grows although nothing is late
   */
  record Idle(Instant watermark, Duration lag) implements Lag {
    public Idle {
      requireNonNull(watermark, "watermark");
      requireNonNull(lag, "lag");
    }
  }

  /** No watermark has reached the table. */
  record NoWatermarkYet() implements Lag {}

  /** The input has ended; everything is in the table. */
  record InputEnded() implements Lag {}

  /** No sample of a watermark has reached us lately. */
  record NotMeasured() implements Lag {}
}
