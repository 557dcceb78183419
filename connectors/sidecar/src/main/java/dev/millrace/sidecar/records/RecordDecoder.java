package dev.millrace.sidecar.records;

import java.lang.reflect.Field;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.reader.deserializer.KafkaRecordDeserializationSchema;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.Collector;
import org.apache.flink.util.SimpleUserCodeClassLoader;
import org.apache.flink.util.UserCodeClassLoader;

/**
 * Reads records as a job's own source does: with the very object that the plan makes, so that
 * options, keys and metadata need not be understood a second time.
 */
final class RecordDecoder {
  private static final Collector<Object> NOWHERE =
      new Collector<>() {
        @Override
        public void collect(Object row) {}

        @Override
        public void close() {}
      };

  private final KafkaRecordDeserializationSchema<Object> schema;

  private RecordDecoder(KafkaRecordDeserializationSchema<Object> schema) {
    this.schema = schema;
  }

  static boolean reads(Source<?, ?, ?> source) {
    return source instanceof KafkaSource;
  }

  /**
   * @param source one of Kafka's
   * @throws Exception the format's own, when it cannot be opened
   */
  static RecordDecoder of(Source<?, ?, ?> source) throws Exception {
    RecordDecoder decoder = new RecordDecoder(schema(source));
    decoder.schema.open(
        new DeserializationSchema.InitializationContext() {
          @Override
          public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
          }

          @Override
          public UserCodeClassLoader getUserCodeClassLoader() {
            return SimpleUserCodeClassLoader.create(RecordDecoder.class.getClassLoader());
          }
        });
    return decoder;
  }

  /**
   * The connector gives nobody what it reads with.
   *
   * @throws IllegalStateException when the connector is not the one this was written for
   */
  @SuppressWarnings("unchecked")
  private static KafkaRecordDeserializationSchema<Object> schema(Source<?, ?, ?> source) {
    try {
      Field field = KafkaSource.class.getDeclaredField("deserializationSchema");
      field.setAccessible(true);
      return (KafkaRecordDeserializationSchema<Object>) field.get(source);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Kafka's connector is another than was expected", e);
    }
  }

  /**
   * @throws Exception the format's own, when the record cannot be read
   */
  void read(ConsumerRecord<byte[], byte[]> record) throws Exception {
    schema.deserialize(record, NOWHERE);
  }
}
