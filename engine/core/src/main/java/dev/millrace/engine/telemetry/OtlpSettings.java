package dev.millrace.engine.telemetry;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What the standard {@code OTEL_*} variables say.
 *
 * @param traces where spans go; empty for nowhere
 * @param meters where meters go; empty for nowhere
 * @param resourceAttributes including {@code service.name}
 */
record OtlpSettings(
    Optional<Destination> traces,
    Optional<Destination> meters,
    Map<String, String> resourceAttributes,
    Duration meterInterval,
    boolean deltaMeters,
    Map<String, String> traceParent) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration USUAL_INTERVAL = Duration.ofSeconds(60);

  OtlpSettings {
    requireNonNull(traces, "traces");
    requireNonNull(meters, "meters");
    resourceAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(resourceAttributes));
    requireNonNull(meterInterval, "meterInterval");
    traceParent = Map.copyOf(traceParent);
  }

  /** Where a signal goes. Its headers may hold a key: this is never shown. */
  record Destination(String url, Map<String, String> headers, Duration timeout, boolean gzip) {
    Destination {
      requireNonNull(url, "url");
      headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
      requireNonNull(timeout, "timeout");
    }

    @Override
    public String toString() {
      return "Destination" + headers.keySet();
    }
  }

  /** Reads the variables; what cannot be understood counts as not set. */
  static OtlpSettings of(Map<String, String> environment) {
    Variables variables = new Variables(environment);
    boolean disabled = variables.text("OTEL_SDK_DISABLED").orElse("").equalsIgnoreCase("true");
    Map<String, String> attributes = new LinkedHashMap<>();
    attributes.put("service.name", "millrace");
    attributes.putAll(variables.pairs("OTEL_RESOURCE_ATTRIBUTES"));
    variables.text("OTEL_SERVICE_NAME").ifPresent(name -> attributes.put("service.name", name));

    Map<String, String> parent = new LinkedHashMap<>();
    variables.text("TRACEPARENT").ifPresent(value -> parent.put("traceparent", value));
    variables.text("TRACESTATE").ifPresent(value -> parent.put("tracestate", value));
    return new OtlpSettings(
        disabled ? Optional.empty() : destination(variables, "TRACES"),
        disabled ? Optional.empty() : destination(variables, "METRICS"),
        attributes,
        variables.milliseconds("OTEL_METRIC_EXPORT_INTERVAL").orElse(USUAL_INTERVAL),
        variables
            .text("OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE")
            .orElse("")
            .equalsIgnoreCase("delta"),
        parent);
  }

  private static Optional<Destination> destination(Variables variables, String signal) {
    String exporter = variables.text("OTEL_" + signal + "_EXPORTER").orElse("otlp");
    String protocol = variables.otlp(signal, "PROTOCOL").orElse("http/protobuf");
    // Only OTLP over HTTP is spoken; sending it to a gRPC port would fail at every interval.
    if (!exporter.equals("otlp") || !protocol.equals("http/protobuf")) {
      return Optional.empty();
    }
    Optional<String> base =
        variables
            .text("OTEL_EXPORTER_OTLP_ENDPOINT")
            .map(
                endpoint ->
                    (endpoint.endsWith("/") ? endpoint : endpoint + "/")
                        + "v1/"
                        + signal.toLowerCase(Locale.ROOT));
    return variables
        .text("OTEL_EXPORTER_OTLP_" + signal + "_ENDPOINT")
        .or(() -> base)
        .flatMap(OtlpSettings::address)
        .map(
            address -> {
              Map<String, String> headers = new LinkedHashMap<>();
              // Kept out of the address, which libraries write into their logs.
              if (address.getUserInfo() != null) {
                byte[] user = address.getUserInfo().getBytes(StandardCharsets.UTF_8);
                headers.put("Authorization", "Basic " + Base64.getEncoder().encodeToString(user));
              }
              headers.putAll(variables.pairs("OTEL_EXPORTER_OTLP_HEADERS"));
              headers.putAll(variables.pairs("OTEL_EXPORTER_OTLP_" + signal + "_HEADERS"));
              Duration timeout =
                  variables
                      .milliseconds("OTEL_EXPORTER_OTLP_" + signal + "_TIMEOUT")
                      .or(() -> variables.milliseconds("OTEL_EXPORTER_OTLP_TIMEOUT"))
                      .orElse(USUAL_TIMEOUT);
              boolean gzip = variables.otlp(signal, "COMPRESSION").orElse("").equals("gzip");
              return new Destination(withoutUser(address), headers, timeout, gzip);
            });
  }

  private static Optional<URI> address(String endpoint) {
    try {
      URI address = new URI(endpoint);
      boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
      return http && address.getHost() != null ? Optional.of(address) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String withoutUser(URI address) {
    String user = address.getRawUserInfo();
    return user == null ? address.toString() : address.toString().replace(user + "@", "");
  }

  private record Variables(Map<String, String> environment) {
    Optional<String> text(String name) {
      return Optional.ofNullable(environment.get(name))
          .map(String::strip)
          .filter(v -> !v.isEmpty());
    }

    /** A setting of one signal, else of all. */
    Optional<String> otlp(String signal, String setting) {
      return text("OTEL_EXPORTER_OTLP_" + signal + "_" + setting)
          .or(() -> text("OTEL_EXPORTER_OTLP_" + setting));
    }

    Optional<Duration> milliseconds(String name) {
      return text(name)
          .filter(value -> value.matches("[0-9]{1,9}"))
          .map(value -> Duration.ofMillis(Long.parseLong(value)))
          .filter(Duration::isPositive);
    }

    /** {@code key=value,key=value} with values percent-encoded. */
    Map<String, String> pairs(String name) {
      Map<String, String> pairs = new LinkedHashMap<>();
      for (String pair : text(name).orElse("").split(",")) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          pairs.put(pair.substring(0, equals).strip(), decode(pair.substring(equals + 1).strip()));
        }
      }
      return pairs;
    }

    private static String decode(String value) {
      try {
        // In these variables a plus sign is a plus sign.
        return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException e) {
        return value;
      }
    }
  }
}
