package dev.millrace.engine.telemetry;

import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Spans and meters of our own work. Off until the environment names an endpoint; thread-safe; no
 * method throws because of telemetry or waits for a collector.
 */
public final class Telemetry implements AutoCloseable {
  private Telemetry() {}

  /**
   * Telemetry as the standard {@code OTEL_*} variables and {@code TRACEPARENT} say.
   *
   * @param environment usually {@link System#getenv()}
   */
  public static Telemetry fromEnvironment(Map<String, String> environment) {
    return environment.isEmpty() ? off() : new Telemetry();
  }

  /** Telemetry that goes nowhere. */
  public static Telemetry off() {
    return new Telemetry();
  }

  /** Whether anything is sent. */
  public boolean enabled() {
    return false;
  }

  /**
   * Does a named piece of work inside a span and a timer; spans of work inside it become children.
   *
   * @param name such as {@code parse}
   */
  public <T> T phase(String name, Supplier<T> work) {
    return work.get();
  }

  /** As {@link #phase(String, Supplier)} for work without a result. */
  public void phase(String name, Runnable work) {
    work.run();
  }

  /** Counts, such as {@code millrace.jobs.submitted}. */
  public void count(String name, long amount, Map<String, String> attributes) {}

  /** Records how long something took. */
  public void time(String name, Duration elapsed, Map<String, String> attributes) {}

  /** Sends what is left, for two seconds at most. */
  @Override
  public void close() {}
}
