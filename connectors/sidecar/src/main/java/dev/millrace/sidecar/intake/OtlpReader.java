package dev.millrace.sidecar.intake;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.AggregationTemporality;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Flink's metrics out of an OTLP request: those of jobs that are plain numbers. */
final class OtlpReader {
  private static final Set<String> SCOPE_ATTRIBUTES =
      Set.of(
          "job_id",
          "job_name",
          "task_id",
          "task_name",
          "operator_id",
          "operator_name",
          "subtask_index");

  private OtlpReader() {}

  static List<Point> read(ExportMetricsServiceRequest request) {
    List<Point> points = new ArrayList<>();
    request.getResourceMetricsList().stream()
        .flatMap(resource -> resource.getScopeMetricsList().stream())
        .flatMap(scope -> scope.getMetricsList().stream())
        .forEach(metric -> read(metric, points));
    return points;
  }

  private static void read(Metric metric, List<Point> points) {
    if (metric.hasGauge()) {
      String name = lastPart(metric.getName());
      metric.getGauge().getDataPointsList().forEach(point -> add(name, point, false, points));
    } else if (metric.hasSum() && !metric.getName().endsWith(".count")) {
      // A meter comes as rate and as count; what it counts is a counter of its own already.
      boolean delta =
          metric.getSum().getAggregationTemporality()
              == AggregationTemporality.AGGREGATION_TEMPORALITY_DELTA;
      String name = lastPart(metric.getName());
      metric.getSum().getDataPointsList().forEach(point -> add(name, point, delta, points));
    }
  }

  private static void add(String name, NumberDataPoint point, boolean delta, List<Point> points) {
    double value = point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    Map<String, String> attributes = attributes(point);
    String job = attributes.get("job_id");
    if (job == null || !Double.isFinite(value)) {
      return;
    }
    SeriesKey key =
        new SeriesKey(
            job,
            name,
            attributes.getOrDefault("task_name", ""),
            Optional.ofNullable(attributes.get("operator_name")),
            subtask(attributes),
            part(attributes));
    points.add(new Point(key, point.getTimeUnixNano() / 1_000_000, value, delta));
  }

  private static Map<String, String> attributes(NumberDataPoint point) {
    Map<String, String> attributes = new HashMap<>();
    for (KeyValue attribute : point.getAttributesList()) {
      attributes.put(attribute.getKey(), attribute.getValue().getStringValue());
    }
    return attributes;
  }

  /** {@code flink.taskmanager.job.task.numRecordsInPerSecond.rate} is numRecordsInPerSecond. */
  private static String lastPart(String name) {
    String meter =
        name.endsWith(".rate") ? name.substring(0, name.length() - ".rate".length()) : name;
    return meter.substring(meter.lastIndexOf('.') + 1);
  }

  private static int subtask(Map<String, String> attributes) {
    try {
      return Integer.parseInt(attributes.getOrDefault("subtask_index", "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }

  private static String part(Map<String, String> attributes) {
    Map<String, String> rest = new TreeMap<>(attributes);
    rest.keySet().removeAll(SCOPE_ATTRIBUTES);
    return rest.isEmpty() ? "" : rest.toString();
  }
}
