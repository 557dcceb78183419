package dev.millrace.it.chaos;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Reads both sinks from their beginning, committed records only, and compares each row with what an
 * uninterrupted job would have written there. Thread-safe.
 *
 * <p>The records are known, so each row can be judged by itself: in the append sink record {@code
 * n} is followed by record {@code n + 1}; a total that has seen record {@code n} last has counted
 * what comes before it, no more and no less.
 */
final class Content {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int SAMPLES = 20;

  private final String broker;
  private final String copies;
  private final Thread thread;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final List<String> samples = new ArrayList<>();
  private final long[] last = new long[Feed.KEYS];
  private long next;
  private long lost;
  private long doubled;
  private long wrongTotals;
  private String where = "the start";

  Content(String broker, String copies, String totals) {
    this.broker = broker;
    this.copies = copies;
    java.util.Arrays.fill(last, -1);
    this.thread =
        Thread.ofPlatform().name("content").daemon().start(() -> read(broker, copies, totals));
  }

  /** What is under way, to be named with what is found from now on. */
  synchronized void at(String point) {
    where = point;
  }

  /** Records that are missing in the append sink, and totals that have counted too few. */
  synchronized long lost() {
    return lost;
  }

  /** Records that are more than once in the append sink, and totals that have counted too many. */
  synchronized long doubled() {
    return doubled;
  }

  /** The first findings in words. */
  synchronized List<String> samples() {
    return List.copyOf(samples);
  }

  /** Copied records so far. */
  synchronized long copied() {
    return next;
  }

  /**
   * Waits until both sinks have what at least these records make.
   *
   * @return why they have not, in words, or nothing
   */
  Optional<String> comesTo(long records, Duration patience) {
    Instant until = Instant.now().plus(patience);
    while (lacking(records) > 0) {
      if (Instant.now().isAfter(until)) {
        return Optional.of(
            lacking(records) + " of " + records + " lack. " + HeldBack.in(broker, copies));
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
    return Optional.empty();
  }

  /** Waits until both sinks have what these records make; what then lacks is lost. */
  void mustComeTo(long records, Duration patience) throws InterruptedException {
    comesTo(records, patience);
    // What comes too often comes after the last one.
    LockSupport.parkNanos(Duration.ofSeconds(2).toNanos());
    stopped.set(true);
    thread.join();
    synchronized (this) {
      long lacking = lacking(records);
      if (lacking > 0) {
        lost += lacking;
        sample(
            lacking
                + " of "
                + records
                + " records never came, copies end at "
                + next
                + ". "
                + HeldBack.in(broker, copies));
      }
    }
  }

  private synchronized long lacking(long records) {
    long lacking = Math.max(0, records - next);
    for (int key = 0; key < Feed.KEYS; key++) {
      long expected = records <= key ? -1 : key + (records - 1 - key) / Feed.KEYS * Feed.KEYS;
      if (last[key] < expected) {
        lacking++;
      }
    }
    return lacking;
  }

  private void read(String broker, String copies, String totals) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker);
    properties.setProperty("isolation.level", "read_committed");
    properties.setProperty("auto.offset.reset", "earliest");
    properties.setProperty("enable.auto.commit", "false");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(properties, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> partitions =
          List.of(new TopicPartition(copies, 0), new TopicPartition(totals, 0));
      consumer.assign(partitions);
      consumer.seekToBeginning(partitions);
      while (!stopped.get()) {
        for (ConsumerRecord<String, String> record : consumer.poll(POLL)) {
          JsonNode row = parsed(record.value());
          if (record.topic().equals(copies)) {
            copy(row);
          } else {
            total(row);
          }
        }
      }
    }
  }

  private synchronized void copy(JsonNode row) {
    long number = row.path("seq").asLong();
    if (number == next) {
      next++;
    } else if (number < next) {
      doubled++;
      sample("copy " + number + " came again, " + (next - 1) + " was the last");
    } else {
      lost += number - next;
      sample("copies " + next + " to " + (number - 1) + " are missing");
      next = number + 1;
    }
  }

  private synchronized void total(JsonNode row) {
    long number = row.path("last_seq").asLong();
    int key = row.path("k").asInt();
    long count = number / Feed.KEYS + 1;
    long sum = count * key + Feed.KEYS * (count * (count - 1) / 2);
    long counted = row.path("n").asLong();
    if (counted < count || (counted == count && row.path("s").asLong() < sum)) {
      lost += Math.max(1, count - counted);
      wrongTotal(row, count, sum);
    } else if (counted > count || row.path("s").asLong() > sum) {
      doubled += Math.max(1, counted - count);
      wrongTotal(row, count, sum);
    }
    last[key] = Math.max(last[key], number);
  }

  private void wrongTotal(JsonNode row, long count, long sum) {
    wrongTotals++;
    sample("total " + row + " should count " + count + " and add up to " + sum);
  }

  /** Totals that were not as an uninterrupted job would have written them. */
  synchronized long wrongTotals() {
    return wrongTotals;
  }

  private void sample(String sentence) {
    if (samples.size() < SAMPLES) {
      samples.add(where + ": " + sentence);
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
