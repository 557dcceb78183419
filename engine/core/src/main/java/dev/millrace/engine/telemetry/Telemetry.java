package dev.millrace.engine.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Scope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Spans and meters of our own work. Off until the environment names an endpoint; thread-safe; no
 * method throws because of telemetry or waits for a collector.
 */
public final class Telemetry implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Telemetry.class);
  private static final Duration LONGEST_FLUSH = Duration.ofSeconds(2);

  private final Optional<Traces> traces;
  private final Optional<MeterRegistry> meters;
  private final Redaction redaction;
  private final AtomicBoolean closed = new AtomicBoolean();

  private Telemetry(Optional<Traces> traces, Optional<MeterRegistry> meters, Redaction redaction) {
    this.traces = requireNonNull(traces, "traces");
    this.meters = requireNonNull(meters, "meters");
    this.redaction = requireNonNull(redaction, "redaction");
  }

  /**
   * Telemetry as the standard {@code OTEL_*} variables and {@code TRACEPARENT} say; off when they
   * name no endpoint or one that cannot be used.
   *
   * @param environment usually {@link System#getenv()}
   */
  public static Telemetry fromEnvironment(Map<String, String> environment) {
    OtlpSettings settings = OtlpSettings.of(environment);
    if (settings.traces().isEmpty() && settings.meters().isEmpty()) {
      return off();
    }
    ExporterLog.quieten();
    return new Telemetry(
        settings.traces().flatMap(destination -> attempt(() -> new Traces(settings, destination))),
        settings
            .meters()
            .flatMap(destination -> attempt(() -> Meters.registry(settings, destination))),
        new Redaction(environment));
  }

  /** Telemetry that goes nowhere. */
  public static Telemetry off() {
    return new Telemetry(Optional.empty(), Optional.empty(), new Redaction(Map.of()));
  }

  /** Whether anything is sent. */
  public boolean enabled() {
    return traces.isPresent() || meters.isPresent();
  }

  /**
   * Does a named piece of work inside a span and a timer; spans of work inside it become children.
   *
   * @param name such as {@code parse}
   */
  public <T> T phase(String name, Supplier<T> work) {
    if (!enabled()) {
      return work.get();
    }
    long started = System.nanoTime();
    Span span =
        traces
            .flatMap(spans -> attempt(() -> spans.begin(redaction.clean(name))))
            .orElse(Span.getInvalid());
    @Nullable Throwable failure = null;
    try (Scope _ = span.makeCurrent()) {
      return work.get();
    } catch (RuntimeException | Error e) {
      failure = e;
      throw e;
    } finally {
      @Nullable Throwable reason = failure;
      quietly(() -> Traces.end(span, reason));
      time(
          "millrace.phase",
          Duration.ofNanos(System.nanoTime() - started),
          Map.of("phase", name, "outcome", reason == null ? "ok" : "error"));
    }
  }

  /** As {@link #phase(String, Supplier)} for work without a result. */
  public void phase(String name, Runnable work) {
    phase(
        name,
        () -> {
          work.run();
          return Boolean.TRUE;
        });
  }

  /**
   * Counts, such as {@code millrace.jobs.submitted}.
   *
   * @param attributes with few different values each
   */
  public void count(String name, long amount, Map<String, String> attributes) {
    meters.ifPresent(
        registry ->
            quietly(
                () ->
                    Counter.builder(name)
                        .tags(tags(attributes))
                        .register(registry)
                        .increment((double) amount)));
  }

  /**
   * Records how long something took.
   *
   * @param attributes with few different values each
   */
  public void time(String name, Duration elapsed, Map<String, String> attributes) {
    meters.ifPresent(
        registry ->
            quietly(
                () ->
                    Timer.builder(name).tags(tags(attributes)).register(registry).record(elapsed)));
  }

  /** Sends what is left, for two seconds at most. */
  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    // Each waits for its collector, which may never answer; the threads do not keep the JVM alive.
    List<Thread> flushes = new ArrayList<>();
    traces.ifPresent(spans -> flushes.add(flush(() -> spans.close(LONGEST_FLUSH))));
    meters.ifPresent(registry -> flushes.add(flush(registry::close)));
    long deadline = System.nanoTime() + LONGEST_FLUSH.toNanos();
    try {
      for (Thread thread : flushes) {
        thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Tags tags(Map<String, String> attributes) {
    return Tags.of(
        attributes.entrySet().stream()
            .map(entry -> Tag.of(entry.getKey(), redaction.clean(entry.getValue())))
            .toList());
  }

  private static Thread flush(Runnable flush) {
    return Thread.ofPlatform().daemon().name("telemetry-flush").start(() -> quietly(flush));
  }

  private static void quietly(Runnable telemetry) {
    attempt(
        () -> {
          telemetry.run();
          return Boolean.TRUE;
        });
  }

  private static <T> Optional<T> attempt(Supplier<T> telemetry) {
    try {
      return Optional.of(telemetry.get());
    } catch (RuntimeException e) {
      // The type alone: an exporter's message may quote the endpoint with its user information.
      LOG.debug("telemetry failed: {}", e.getClass().getName());
      return Optional.empty();
    }
  }
}
