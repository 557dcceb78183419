package dev.millrace.connector.flink.local;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.Properties;

/** The broker's files: its data, its configuration and what is remembered between starts. */
final class BrokerFolder {
  private static final String LOGBACK =
      """
      <configuration>
        <appender name="file" class="ch.qos.logback.core.rolling.RollingFileAppender">
          <file>${millrace.broker.log}</file>
          <rollingPolicy class="ch.qos.logback.core.rolling.FixedWindowRollingPolicy">
            <fileNamePattern>${millrace.broker.log}.%i</fileNamePattern>
            <minIndex>1</minIndex>
            <maxIndex>3</maxIndex>
          </rollingPolicy>
          <triggeringPolicy class="ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy">
            <maxFileSize>10MB</maxFileSize>
          </triggeringPolicy>
          <encoder>
            <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX} %-5level %logger{30} - %msg%n</pattern>
          </encoder>
        </appender>
        <root level="WARN">
          <appender-ref ref="file"/>
        </root>
      </configuration>
      """;

  private final Path folder;
  private final ObjectMapper mapper =
      JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

  BrokerFolder(Path folder) {
    this.folder = folder;
  }

  Path path() {
    return folder;
  }

  Path properties() {
    return folder.resolve("server.properties");
  }

  Path logback() {
    return folder.resolve("logback.xml");
  }

  boolean isFormatted() {
    return Files.exists(metaProperties());
  }

  /** What is remembered; empty before the first start, or when the file is damaged. */
  Optional<BrokerState> read() {
    Path file = folder.resolve("broker.json");
    try {
      return Files.exists(file)
          ? Optional.of(mapper.readValue(file.toFile(), BrokerState.class))
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Replaces what is remembered, whole or not at all. */
  void write(BrokerState state) throws IOException {
    WholeFile.replace(folder.resolve("broker.json"), mapper.writeValueAsBytes(state));
  }

  /** The cluster whose data lies here, or a new one. */
  String clusterId() throws IOException {
    if (isFormatted()) {
      Properties meta = new Properties();
      try (Reader reader = Files.newBufferedReader(metaProperties())) {
        meta.load(reader);
      }
      return meta.getProperty("cluster.id", "");
    }
    byte[] bytes = new byte[16];
    String id;
    do {
      new SecureRandom().nextBytes(bytes);
      id = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
      // On a command line it would be taken for an option.
    } while (id.startsWith("-"));
    return id;
  }

  /** Writes Kafka's configuration for this state. */
  void configure(BrokerState state) throws IOException {
    Files.createDirectories(data());
    StringWriter text = new StringWriter();
    configuration(state).store(text, null);
    Files.writeString(properties(), text.toString(), UTF_8);
    Files.writeString(logback(), LOGBACK, UTF_8);
  }

  private Properties configuration(BrokerState state) {
    Properties properties = new Properties();
    properties.setProperty("process.roles", "broker,controller");
    properties.setProperty("node.id", "1");
    properties.setProperty("controller.quorum.voters", "1@127.0.0.1:" + state.controllerPort());
    properties.setProperty("controller.listener.names", "CONTROLLER");
    properties.setProperty(
        "listeners",
        "PLAINTEXT://" + state.address() + ",CONTROLLER://127.0.0.1:" + state.controllerPort());
    properties.setProperty("advertised.listeners", "PLAINTEXT://" + state.address());
    properties.setProperty("log.dirs", data().toString());
    // One broker can hold one copy.
    properties.setProperty("offsets.topic.replication.factor", "1");
    properties.setProperty("transaction.state.log.replication.factor", "1");
    properties.setProperty("transaction.state.log.min.isr", "1");
    properties.setProperty("share.coordinator.state.topic.replication.factor", "1");
    properties.setProperty("share.coordinator.state.topic.min.isr", "1");
    properties.setProperty("offsets.topic.num.partitions", "4");
    properties.setProperty("transaction.state.log.num.partitions", "4");
    properties.setProperty("group.initial.rebalance.delay.ms", "0");
    // A laptop that sleeps for days must not lose the rows of an open transaction.
    properties.setProperty("transaction.max.timeout.ms", "604800000");
    // Of 128 MB a third of the heap would be gone.
    properties.setProperty("log.cleaner.dedupe.buffer.size", "16777216");
    return properties;
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path metaProperties() {
    return data().resolve("meta.properties");
  }
}
