package dev.millrace.sidecar;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.intake.SeriesStore;
import dev.millrace.wire.Done;
import dev.millrace.wire.LeaseRequest;
import dev.millrace.wire.MetricsRequest;
import dev.millrace.wire.MetricsResponse;
import dev.millrace.wire.StatusResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The calls about the sidecar itself: status, lease, stop and the metrics it has taken in. */
final class OwnEndpoints {
  private static final Duration LONGEST_LEASE = Duration.ofHours(1);

  private OwnEndpoints() {}

  static List<Endpoint<?, ?>> of(Lifecycle lifecycle, SeriesStore metrics) {
    return List.of(
        new Endpoint<>(Wire.STATUS, Map.class, request -> status(lifecycle)),
        new Endpoint<>(Wire.LEASE, LeaseRequest.class, request -> lease(lifecycle, request)),
        new Endpoint<>(
            Wire.STOP,
            Map.class,
            request -> {
              lifecycle.stop("asked to stop");
              return new Done(true);
            }),
        new Endpoint<>(Wire.METRICS, MetricsRequest.class, request -> read(metrics, request)));
  }

  private static StatusResponse status(Lifecycle lifecycle) {
    Runtime runtime = Runtime.getRuntime();
    return new StatusResponse(
        lifecycle.state().name().toLowerCase(Locale.ROOT),
        ProcessHandle.current().pid(),
        lifecycle.startedAt(),
        lifecycle.leases().count(),
        runtime.totalMemory() - runtime.freeMemory(),
        runtime.maxMemory());
  }

  private static Done lease(Lifecycle lifecycle, LeaseRequest request) throws CallFailedException {
    if (request.id() == null || request.id().isBlank()) {
      throw new CallFailedException(FailureKind.INVALID_REQUEST, "a lease needs an id");
    }
    if (request.seconds() < 0 || request.seconds() > LONGEST_LEASE.toSeconds()) {
      throw new CallFailedException(
          FailureKind.INVALID_REQUEST, "a lease lasts 0 to " + LONGEST_LEASE.toSeconds() + " s");
    }
    lifecycle.leases().hold(request.id(), Duration.ofSeconds(request.seconds()));
    return new Done(true);
  }

  private static MetricsResponse read(SeriesStore metrics, MetricsRequest request) {
    return new MetricsResponse(
        metrics
            .read(
                new HashSet<>(request.jobs()),
                new HashSet<>(request.metrics()),
                Optional.ofNullable(request.sinceMillis()))
            .stream()
            .map(
                sample ->
                    new MetricsResponse.Sample(
                        sample.key().job(),
                        sample.key().metric(),
                        sample.key().task(),
                        sample.key().operator().orElse(null),
                        sample.key().subtask(),
                        sample.timeMillis(),
                        sample.value()))
            .toList());
  }
}
