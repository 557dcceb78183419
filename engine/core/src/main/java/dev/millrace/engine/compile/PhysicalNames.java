package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

/**
 * Names of the things a model owns outside the catalog, as the project's macros make them: on every
 * target but production they carry the target's name, so that two targets never meet.
 *
 * @param topic where its rows are stored, when they are in Kafka
 * @param transactionalIdPrefix for exactly-once sinks
 */
public record PhysicalNames(
    String job, String topic, String consumerGroup, String transactionalIdPrefix) {
  public PhysicalNames {
    requireNonNull(job, "job");
    requireNonNull(topic, "topic");
    requireNonNull(consumerGroup, "consumerGroup");
    requireNonNull(transactionalIdPrefix, "transactionalIdPrefix");
  }
}
