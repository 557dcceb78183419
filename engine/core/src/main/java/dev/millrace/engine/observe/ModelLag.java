package dev.millrace.engine.observe;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How a model stands.
 *
 * @param sampledAt when the watermark was measured; empty when it was not
 * @param recordsInPerSecond rows read from its inputs
 * @param recordsOutPerSecond rows that reach its table
 * @param pendingRecords rows that wait in its inputs, where the sources can tell
 * @param steps where on the path the lag is made, the largest first
 * @param explanation the same as one sentence
 */
public record ModelLag(
    String model,
    JobId job,
    Lag lag,
    Optional<Instant> sampledAt,
    OptionalDouble recordsInPerSecond,
    OptionalDouble recordsOutPerSecond,
    OptionalLong pendingRecords,
    List<LagStep> steps,
    String explanation) {
  public ModelLag {
    requireNonNull(model, "model");
    requireNonNull(job, "job");
    requireNonNull(lag, "lag");
    requireNonNull(sampledAt, "sampledAt");
    requireNonNull(recordsInPerSecond, "recordsInPerSecond");
    requireNonNull(recordsOutPerSecond, "recordsOutPerSecond");
    requireNonNull(pendingRecords, "pendingRecords");
    steps = List.copyOf(steps);
    requireNonNull(explanation, "explanation");
  }
}
