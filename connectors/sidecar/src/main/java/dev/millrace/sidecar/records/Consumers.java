package dev.millrace.sidecar.records;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's client as the connector brings it: a table's properties may name classes of it. */
final class Consumers {
  private static final int CALL_MILLIS = 15_000;

  private Consumers() {}

  /**
   * Reads wherever it is told to, and commits nothing.
   *
   * @param properties with placeholders
   * @throws CallFailedException INVALID_REQUEST when a value is missing
   */
  static KafkaConsumer<byte[], byte[]> open(Map<String, String> properties, BoundValues values)
      throws CallFailedException {
    Map<String, Object> configuration = new LinkedHashMap<>(resolved(properties, values));
    configuration.remove(ConsumerConfig.GROUP_ID_CONFIG);
    configuration.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    configuration.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    configuration.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    return new KafkaConsumer<>(
        configuration, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  static Map<String, String> resolved(Map<String, String> properties, BoundValues values)
      throws CallFailedException {
    values.requireAllIn(properties.values());
    return values.resolve(properties);
  }

  /** TOPIC_FAILED without a value of the bindings. */
  static CallFailedException failed(RuntimeException e, BoundValues values) {
    return new CallFailedException(
        FailureKind.TOPIC_FAILED,
        values.redact("The records cannot be read from the broker: " + e.getMessage()));
  }
}
