package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;

/** The lag of a model at one moment. */
public record LagPoint(Instant time, Duration lag) {
  public LagPoint {
    requireNonNull(time, "time");
    requireNonNull(lag, "lag");
  }
}
