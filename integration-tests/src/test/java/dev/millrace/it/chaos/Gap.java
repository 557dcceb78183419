package dev.millrace.it.chaos;

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic as its rows come and measures the longest time without one. Thread-safe. */
final class Gap implements AutoCloseable {
  private final Thread thread;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private long last;
  private long longest;

  Gap(String broker, String topic) {
    this.thread = Thread.ofPlatform().name("gap").daemon().start(() -> read(broker, topic));
  }

  /** Measures from now on. */
  synchronized void begin() {
    longest = 0;
  }

  /** The longest time between two rows since. */
  synchronized Duration longest() {
    return Duration.ofNanos(longest);
  }

  private void read(String broker, String topic) {
    Properties properties = new Properties();
    properties.setProperty("bootstrap.servers", broker);
    properties.setProperty("enable.auto.commit", "false");
    try (KafkaConsumer<byte[], byte[]> consumer =
        new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
      List<TopicPartition> partitions = List.of(new TopicPartition(topic, 0));
      consumer.assign(partitions);
      consumer.seekToEnd(partitions);
      while (!stopped.get()) {
        if (!consumer.poll(Duration.ofMillis(100)).isEmpty()) {
          came();
        }
      }
    }
  }

  private synchronized void came() {
    long now = System.nanoTime();
    if (last != 0) {
      longest = Math.max(longest, now - last);
    }
    last = now;
  }

  @Override
  public void close() {
    stopped.set(true);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
