package dev.millrace.it.chaos;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes known records for as long as all else happens: numbered from zero without a gap. */
final class Feed {
  static final int KEYS = 7;

  private static final Duration PAUSE = Duration.ofMillis(10);

  private final Thread thread;
  private final AtomicBoolean stopped = new AtomicBoolean();
  private final AtomicLong written = new AtomicLong();

  Feed(String broker, String topic) {
    this.thread = Thread.ofPlatform().name("feed").daemon().start(() -> write(broker, topic));
  }

  /** Records that the broker has confirmed. */
  long written() {
    return written.get();
  }

  /**
   * Ends it.
   *
   * @return how many records there are for good
   */
  long stop() throws InterruptedException {
    stopped.set(true);
    thread.join();
    return written.get();
  }

  private void write(String broker, String topic) {
    Properties properties = new Properties();
    properties.putAll(
        Map.of(
            "bootstrap.servers",
            broker,
            "acks",
            "all",
            // One after the other and each once: their numbers are their order.
            "enable.idempotence",
            "true",
            // Longer than any broker is away.
            "delivery.timeout.ms",
            "3600000"));
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
      while (!stopped.get()) {
        long number = written.get();
        producer
            .send(
                new ProducerRecord<>(
                    topic,
                    0,
                    null,
                    "{\"seq\":%d,\"k\":%d,\"v\":%d}".formatted(number, number % KEYS, number)))
            .get();
        written.incrementAndGet();
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the broker takes no records", e);
    }
  }
}
