package dev.millrace.sidecar.records;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.Done;
import dev.millrace.wire.RecordsCopyRequest;
import dev.millrace.wire.RecordsCopyRequest.RecordToCopy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.KafkaException;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.TopicPartition;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.header.Headers;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.serialization.ByteArraySerializer;

/** Answers {@code /v1/records/copy}. Several threads may call it. */
final class RecordCopier {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(500);

  /** Says of a copy where it comes from; the names are those of dead letters elsewhere. */
  private static final String HEADER = "millrace.errors.";

  /**
   * Copies records with key, value and headers as they are, and what they are in more headers.
   *
   * @throws CallFailedException INVALID_REQUEST, TOPIC_FAILED when one of them is not there any
   *     more or the topic takes none; never with a value of the bindings
   */
  Done copy(RecordsCopyRequest request) throws CallFailedException {
    BoundValues values = new BoundValues(request.bindings());
    Map<String, Object> properties =
        new LinkedHashMap<>(Consumers.resolved(request.clientProperties(), values));
    properties.put("acks", "all");
    properties.put("max.block.ms", PATIENCE.toMillis());
    properties.put("delivery.timeout.ms", Math.toIntExact(PATIENCE.toMillis()));
    properties.put("request.timeout.ms", Math.toIntExact(PATIENCE.toMillis() / 2));
    properties.put("linger.ms", 0);
    properties.remove("transactional.id");
    try (KafkaConsumer<byte[], byte[]> consumer =
            Consumers.open(request.clientProperties(), values);
        KafkaProducer<byte[], byte[]> producer =
            new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer())) {
      for (RecordToCopy wanted : request.records()) {
        producer.send(copyOf(found(consumer, wanted), wanted, request.into())).get();
      }
      return new Done(true);
    } catch (KafkaException e) {
      throw Consumers.failed(e, values);
    } catch (ExecutionException e) {
      throw new CallFailedException(
          FailureKind.TOPIC_FAILED,
          values.redact("Topic " + request.into() + " takes no record: " + e.getMessage()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CallFailedException(FailureKind.INTERNAL, "The sidecar is stopping");
    }
  }

  private static ConsumerRecord<byte[], byte[]> found(
      KafkaConsumer<byte[], byte[]> consumer, RecordToCopy wanted) throws CallFailedException {
    TopicPartition partition = new TopicPartition(wanted.topic(), wanted.partition());
    consumer.assign(List.of(partition));
    consumer.seek(partition, wanted.offset());
    Instant until = Instant.now().plus(PATIENCE);
    while (Instant.now().isBefore(until)) {
      for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
        if (record.offset() == wanted.offset()) {
          return record;
        }
        throw gone(wanted);
      }
    }
    throw gone(wanted);
  }

  private static CallFailedException gone(RecordToCopy wanted) {
    return new CallFailedException(
        FailureKind.TOPIC_FAILED,
        "The record at offset "
            + wanted.offset()
            + " of topic "
            + wanted.topic()
            + ", partition "
            + wanted.partition()
            + ", is not there any more");
  }

  private static ProducerRecord<byte[], byte[]> copyOf(
      ConsumerRecord<byte[], byte[]> record, RecordToCopy wanted, String into) {
    // It is written now: under its own time it could be too old for the topic to keep.
    ProducerRecord<byte[], byte[]> copy =
        new ProducerRecord<>(into, null, record.key(), record.value(), record.headers());
    Headers headers = copy.headers();
    add(headers, "topic", wanted.topic());
    add(headers, "partition", Integer.toString(wanted.partition()));
    add(headers, "offset", Long.toString(wanted.offset()));
    add(headers, "timestamp", Instant.ofEpochMilli(record.timestamp()).toString());
    add(headers, "message", wanted.says());
    return copy;
  }

  private static void add(Headers headers, String name, String value) {
    headers.remove(HEADER + name);
    headers.add(HEADER + name, value.getBytes(StandardCharsets.UTF_8));
  }
}
