package dev.millrace.it.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.it.state.StateCase.Row;
import dev.millrace.it.state.StateCase.Source;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** The broker, as those see it who write rows and read results; topics have one partition. */
final class Topics implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String broker;
  private final Admin admin;
  private final KafkaProducer<String, @Nullable String> producer;

  Topics(String broker) {
    this.broker = broker;
    this.admin = Admin.create(Map.of("bootstrap.servers", broker));
    Properties properties = new Properties();
    properties.putAll(
        Map.of("bootstrap.servers", broker, "acks", "all", "enable.idempotence", "true"));
    this.producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer());
  }

  /**
   * A change in a sink's topic.
   *
   * @param key empty in a topic without keys
   * @param value null takes the row of the key away
   */
  record Entry(String key, @Nullable JsonNode value) {}

  String broker() {
    return broker;
  }

  void create(Collection<String> names) {
    try {
      admin
          .createTopics(names.stream().map(name -> new NewTopic(name, 1, (short) 1)).toList())
          .all()
          .get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Creates those of the topics that are not there. */
  void createMissing(Collection<String> names) {
    try {
      Set<String> missing = new LinkedHashSet<>(names);
      missing.removeAll(admin.listTopics().names().get());
      create(missing);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /**
   * Writes rows and waits until the broker has them.
   *
   * @param batch 1 or 2, which each record tells
   */
  void write(String topic, Source source, List<Row> rows, int batch) {
    List<Future<?>> sent = new ArrayList<>();
    for (Row row : rows) {
      Map<String, Object> value = new LinkedHashMap<>(row.values());
      value.put(StateCase.BATCH, batch);
      Map<String, Object> key = new LinkedHashMap<>();
      source.key().forEach(column -> key.put(column, row.values().get(column)));
      sent.add(
          producer.send(
              new ProducerRecord<>(
                  topic, 0, key.isEmpty() ? null : json(key), row.deletes() ? null : json(value))));
    }
    try {
      for (Future<?> each : sent) {
        each.get();
      }
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker takes no records", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** A row as it is written. */
  static String json(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Every record of a topic, in its order; none when there is no such topic. */
  List<Entry> read(String topic) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "bootstrap.servers",
            broker,
            "isolation.level",
            "read_committed",
            "enable.auto.commit",
            "false",
            "allow.auto.create.topics",
            "false"));
    List<Entry> entries = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic, PATIENCE).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      if (partitions.isEmpty()) {
        return entries;
      }
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (System.nanoTime() > until) {
          throw new IllegalStateException("topic " + topic + " cannot be read to its end");
        }
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          entries.add(
              new Entry(
                  record.key() == null ? "" : record.key(),
                  record.value() == null ? null : parsed(record.value())));
        }
      }
    }
    return entries;
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    producer.close(PATIENCE);
    admin.close(PATIENCE);
  }
}
