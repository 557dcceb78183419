package dev.millrace.engine.telemetry;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporterBuilder;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends spans. All spans of a process hang below one of its own, that of the invocation, also those
 * begun on threads that know of no other.
 */
final class Traces {
  private final SdkTracerProvider provider;
  private final Tracer tracer;
  private final Span invocation;
  private final Context invocationContext;

  Traces(OtlpSettings settings, OtlpSettings.Destination destination) {
    OtlpHttpSpanExporterBuilder exporter =
        OtlpHttpSpanExporter.builder()
            .setEndpoint(destination.url())
            .setHeaders(destination::headers)
            .setTimeout(destination.timeout())
            .setCompression(destination.gzip() ? "gzip" : "none");
    AttributesBuilder attributes = Attributes.builder();
    settings.resourceAttributes().forEach(attributes::put);
    this.provider =
        SdkTracerProvider.builder()
            .setResource(Resource.getDefault().merge(Resource.create(attributes.build())))
            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
            .addSpanProcessor(
                BatchSpanProcessor.builder(exporter.build())
                    .setScheduleDelay(Duration.ofSeconds(1))
                    .setExporterTimeout(destination.timeout())
                    .build())
            .build();
    this.tracer = provider.get("dev.millrace");
    Context parent =
        W3CTraceContextPropagator.getInstance()
            .extract(Context.root(), settings.traceParent(), new MapGetter());
    this.invocation =
        tracer.spanBuilder("millrace").setParent(parent).setSpanKind(SpanKind.INTERNAL).startSpan();
    this.invocationContext = parent.with(invocation);
  }

  Span begin(String name) {
    Context current = Context.current();
    boolean inside = Span.fromContext(current).getSpanContext().isValid();
    return tracer.spanBuilder(name).setParent(inside ? current : invocationContext).startSpan();
  }

  /**
   * @param failure what ended it, of which only the type is told: its message may hold anything
   */
  static void end(Span span, @Nullable Throwable failure) {
    if (failure != null) {
      span.setStatus(StatusCode.ERROR);
      span.setAttribute("error.type", failure.getClass().getName());
    }
    span.end();
  }

  void close(Duration longest) {
    invocation.end();
    provider.shutdown().join(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static final class MapGetter implements TextMapGetter<Map<String, String>> {
    @Override
    public @Nullable String get(@Nullable Map<String, String> carrier, String key) {
      return carrier == null ? null : carrier.get(key);
    }
  }
}
