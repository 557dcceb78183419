package dev.millrace.connector.flink.jobmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.CheckpointReport.Snapshot;
import java.time.Instant;
import java.util.Optional;

/** Reads {@code /jobs/:id/checkpoints}. */
final class CheckpointStatistics {
  private CheckpointStatistics() {}

  static CheckpointReport read(JsonNode statistics) {
    JsonNode counts = statistics.path("counts");
    JsonNode latest = statistics.path("latest");
    return new CheckpointReport(
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        snapshot(latest.path("completed"), "latest_ack_timestamp"),
        snapshot(latest.path("savepoint"), "latest_ack_timestamp"),
        snapshot(latest.path("restored"), "restore_timestamp"));
  }

  private static Optional<Snapshot> snapshot(JsonNode node, String time) {
    // A checkpoint that was thrown away has no path any more.
    if (!node.path("external_path").isTextual()) {
      return Optional.empty();
    }
    return Optional.of(
        new Snapshot(
            node.path("id").asLong(),
            node.path("external_path").asText(),
            Instant.ofEpochMilli(Math.max(0, node.path(time).asLong())),
            Math.max(0, node.path("state_size").asLong())));
  }
}
