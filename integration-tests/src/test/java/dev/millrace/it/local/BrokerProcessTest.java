package dev.millrace.it.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.connector.flink.local.BrokerProcess;
import dev.millrace.connector.flink.local.RunningBroker;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerProcessTest {
  private static final TopicPartition PARTITION = new TopicPartition("orders", 0);

  @TempDir Path data;

  private BrokerProcess process;

  @BeforeEach
  void install() {
    process = LocalInstallation.in(data).broker();
  }

  @AfterEach
  void stopWhatRuns() {
    process.stop();
  }

  @Test
  void killedAndStartedAgainItHasThePortAndTheRecordsItHad() throws Exception {
    RunningBroker first = process.ensure(sentence -> {});
    write(first, 100);
    ProcessHandle.of(first.pid()).orElseThrow().destroyForcibly();
    awaitEnd(first);
    assertThat(process.find()).isEmpty();

    RunningBroker second = process.ensure(sentence -> {});

    assertThat(second.pid()).isNotEqualTo(first.pid());
    assertThat(second.address()).isEqualTo(first.address());
    assertThat(read(second, 100)).hasSize(100);
  }

  @Test
  void aSecondCallerFindsItAndItListensOnLoopbackOnly() throws Exception {
    RunningBroker first = process.ensure(sentence -> {});
    List<String> said = new ArrayList<>();
    assertThat(LocalInstallation.in(data).broker().ensure(said::add)).isEqualTo(first);
    assertThat(said).isEmpty();
    assertThat(ListeningSockets.addressesOf(first.pid()))
        .hasSize(2)
        .allMatch(ListeningSockets::isLoopback);
  }

  @Test
  void itMovesOnlyWhenAnotherProgramHasItsPort() throws Exception {
    RunningBroker first = process.ensure(sentence -> {});
    process.stop();
    awaitEnd(first);
    int port = Integer.parseInt(first.address().substring(first.address().indexOf(':') + 1));
    List<String> said = new ArrayList<>();
    try (ServerSocket other =
        new ServerSocket(port, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
      RunningBroker moved = process.ensure(said::add);
      assertThat(other.isBound()).isTrue();
      assertThat(moved.address()).isNotEqualTo(first.address());
      assertThat(said).anyMatch(sentence -> sentence.contains("has port " + port));
    }
  }

  /** Any connection of any program may be given a port that was free a second ago. */
  @Test
  void aPortThatIsTakenWhileItStartsIsLeftToWhoTookIt() throws Exception {
    RunningBroker first = process.ensure(sentence -> {});
    process.stop();
    awaitEnd(first);
    int port = Integer.parseInt(first.address().substring(first.address().indexOf(':') + 1));
    List<String> said = new ArrayList<>();
    try (ServerSocket other = new ServerSocket()) {
      RunningBroker moved =
          process.ensure(
              sentence -> {
                said.add(sentence);
                if (!other.isBound()) {
                  take(other, port);
                }
              });
      assertThat(moved.address()).isNotEqualTo(first.address());
      assertThat(said).hasSize(3);
      assertThat(said.get(1)).contains("has port " + port);
    }
  }

  private static void take(ServerSocket socket, int port) {
    try {
      socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void afterAStopNothingIsFound() throws Exception {
    RunningBroker running = process.ensure(sentence -> {});
    process.stop();
    awaitEnd(running);
    assertThat(process.find()).isEmpty();
  }

  private static void write(RunningBroker broker, int count) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", broker.address(), "acks", "all");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        producer
            .send(new ProducerRecord<>(PARTITION.topic(), "k" + i, "v" + i))
            .get(60, TimeUnit.SECONDS);
      }
    }
  }

  private static List<String> read(RunningBroker broker, int count) {
    Map<String, Object> settings =
        Map.of("bootstrap.servers", broker.address(), "auto.offset.reset", "earliest");
    List<String> values = new ArrayList<>();
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.assign(List.of(PARTITION));
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (values.size() < count && System.nanoTime() - end < 0) {
        consumer.poll(Duration.ofMillis(200)).forEach(record -> values.add(record.value()));
      }
    }
    return values;
  }

  private static void awaitEnd(RunningBroker broker) {
    ProcessHandle.of(broker.pid())
        .ifPresent(process -> process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
  }
}
