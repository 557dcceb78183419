package dev.millrace.connector.flink.jobmanager;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.MetricSample;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Reads metrics of all tasks of a job, and of their operators. */
final class TaskMetrics {
  /** Keeps the length of a URL well within what proxies take. */
  private static final int PER_CALL = 40;

  private final JobManagerClient client;
  private final Clock clock;

  TaskMetrics(JobManagerClient client, Clock clock) {
    this.client = requireNonNull(client, "client");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * @param metrics names without scope
   * @return nothing for tasks that the JobManager has only begun to collect metrics of
   */
  List<MetricSample> poll(JobId job, Set<String> metrics) {
    List<MetricSample> samples = new ArrayList<>();
    for (JsonNode vertex : client.job(job, "").stream().flatMap(TaskMetrics::vertices).toList()) {
      samples.addAll(poll(job, vertex, metrics));
    }
    return samples;
  }

  private static Stream<JsonNode> vertices(JsonNode job) {
    List<JsonNode> vertices = new ArrayList<>();
    job.path("vertices").forEach(vertices::add);
    return vertices.stream();
  }

  private List<MetricSample> poll(JobId job, JsonNode vertex, Set<String> metrics) {
    String path = "/jobs/" + job + "/vertices/" + vertex.path("id").asText() + "/metrics";
    List<MetricName> wanted = new ArrayList<>();
    for (JsonNode metric : client.metrics(path)) {
      MetricName.read(metric.path("id").asText())
          .filter(name -> metrics.contains(name.metric()))
          .ifPresent(wanted::add);
    }
    List<MetricSample> samples = new ArrayList<>();
    for (int from = 0; from < wanted.size(); from += PER_CALL) {
      List<MetricName> some = wanted.subList(from, Math.min(wanted.size(), from + PER_CALL));
      Instant now = clock.instant();
      String query =
          some.stream()
              .map(name -> URLEncoder.encode(name.id(), StandardCharsets.UTF_8))
              .collect(joining(","));
      for (JsonNode answer : client.metrics(path + "?get=" + query)) {
        sample(job, vertex.path("name").asText(), answer, now).ifPresent(samples::add);
      }
    }
    return samples;
  }

  private static Optional<MetricSample> sample(
      JobId job, String task, JsonNode answer, Instant time) {
    Optional<MetricName> name = MetricName.read(answer.path("id").asText());
    String value = answer.path("value").asText();
    try {
      return name.map(
          known ->
              new MetricSample(
                  job,
                  known.metric(),
                  task,
                  known.operator(),
                  known.subtask(),
                  time,
                  Double.parseDouble(value)));
    } catch (NumberFormatException e) {
      // Some gauges are texts.
      return Optional.empty();
    }
  }

  /** {@code 0.numRecordsIn} or {@code 0.Source__orders.currentOutputWatermark}. */
  private record MetricName(String id, int subtask, Optional<String> operator, String metric) {
    static Optional<MetricName> read(String id) {
      int first = id.indexOf('.');
      int last = id.lastIndexOf('.');
      if (first < 1 || !id.substring(0, first).chars().allMatch(Character::isDigit)) {
        return Optional.empty();
      }
      Optional<String> operator =
          first == last ? Optional.empty() : Optional.of(id.substring(first + 1, last));
      return Optional.of(
          new MetricName(
              id, Integer.parseInt(id.substring(0, first)), operator, id.substring(last + 1)));
    }
  }
}
