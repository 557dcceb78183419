package dev.millrace.it.kafka;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The broker, as those see it who write rows, read results and look after topics. */
public final class Broker implements AutoCloseable {
  public static final Duration PATIENCE = Duration.ofSeconds(90);

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(200);

  private final String address;
  private final Admin admin;

  public Broker(String address) {
    this.address = address;
    this.admin = Admin.create(Map.of("bootstrap.servers", address));
  }

  /** A new one each time: one that remembers topics that were deleted may wait for them in vain. */
  private KafkaProducer<String, String> producer() {
    return new KafkaProducer<>(
        Map.of("bootstrap.servers", address, "acks", "all"),
        new StringSerializer(),
        new StringSerializer());
  }

  public void create(String topic, int partitions) {
    try {
      get(admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all());
    } catch (IllegalStateException e) {
      // A job that still reads the deleted one may have had the broker make it.
      if (!(e.getCause() instanceof TopicExistsException)) {
        throw e;
      }
    }
  }

  public void delete(String topic) {
    Uuid old = id(topic).orElseThrow();
    get(admin.deleteTopics(List.of(topic)).all());
    // A job that still reads it may have the broker make another at once.
    await("topic " + topic + " to go", () -> !id(topic).equals(Optional.of(old)));
  }

  private Optional<Uuid> id(String topic) {
    return get(admin.listTopics().listings()).stream()
        .filter(each -> each.name().equals(topic))
        .map(TopicListing::topicId)
        .findFirst();
  }

  void grow(String topic, int partitions) {
    get(admin.createPartitions(Map.of(topic, NewPartitions.increaseTo(partitions))).all());
    await(
        topic + " to have " + partitions + " partitions that have a leader",
        () ->
            get(admin.describeTopics(List.of(topic)).allTopicNames()).values().stream()
                    .flatMap(found -> found.partitions().stream())
                    .filter(each -> each.leader() != null)
                    .count()
                == partitions);
  }

  /** Writes rows with these numbers, spread over so many partitions. */
  public void write(String topic, int partitions, int from, int to) {
    try (KafkaProducer<String, String> producer = producer()) {
      List<Future<?>> sent = new ArrayList<>();
      for (int number = from; number < to; number++) {
        sent.add(
            producer.send(
                new ProducerRecord<>(
                    topic,
                    number % partitions,
                    null,
                    "{\"seq\":%d,\"name\":\"%s\"}".formatted(number, topic))));
      }
      for (Future<?> each : sent) {
        each.get();
      }
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes what may be no row at all. */
  public void writeText(String topic, String text) {
    try (KafkaProducer<String, String> producer = producer()) {
      producer.send(new ProducerRecord<>(topic, text)).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** All rows of a topic that are committed. */
  public List<JsonNode> committed(String topic) {
    return read(topic, "read_committed");
  }

  /** All rows of a topic. */
  public List<JsonNode> written(String topic) {
    return read(topic, "read_uncommitted");
  }

  /** The values of a topic as they are, committed or not. */
  public List<String> texts(String topic) {
    return values(topic, "read_uncommitted");
  }

  private List<JsonNode> read(String topic, String isolation) {
    return values(topic, isolation).stream().map(Broker::parsed).toList();
  }

  private List<String> values(String topic, String isolation) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", address);
    properties.setProperty("isolation.level", isolation);
    properties.setProperty("enable.auto.commit", "false");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          consumer.partitionsFor(topic).stream()
              .map(found -> new TopicPartition(topic, found.partition()))
              .toList();
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      Instant until = Instant.now().plus(PATIENCE);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (Instant.now().isAfter(until)) {
          throw new AssertionError("topic " + topic + " cannot be read to its end");
        }
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          values.add(record.value());
        }
      }
    }
    return values;
  }

  /** Waits until transactions of a prefix were given up by the broker. */
  void awaitAborted(String prefix) {
    await(
        "the broker to give up a transaction of " + prefix,
        () ->
            get(admin.listTransactions().all()).stream()
                .filter(each -> each.transactionalId().startsWith(prefix))
                .map(TransactionListing::state)
                .anyMatch(Set.of(TransactionState.COMPLETE_ABORT)::contains));
  }

  public static void await(String what, BooleanSupplier condition) {
    Instant until = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("waited in vain for " + what);
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private static <T> T get(KafkaFuture<T> future) {
    try {
      return future.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
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
    admin.close();
  }
}
