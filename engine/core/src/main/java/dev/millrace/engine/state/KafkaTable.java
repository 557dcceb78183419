package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A table of Kafka's at one node of a plan.
 *
 * @param uid value of {@code table.exec.uid.format} on the node; empty where none is set
 * @param name the table's, unquoted
 * @param options as in its DDL, placeholders kept
 */
public record KafkaTable(String uid, String name, boolean written, Map<String, String> options) {
  private static final Set<String> CONNECTORS = Set.of("kafka", "upsert-kafka");

  /** What the connector sets for a sink that writes exactly once. */
  private static final Duration DEFAULT_TRANSACTION = Duration.ofHours(1);

  public KafkaTable {
    requireNonNull(uid, "uid");
    requireNonNull(name, "name");
    options = Map.copyOf(options);
  }

  /** Those of a compiled plan, in its order. */
  public static List<KafkaTable> of(String planJson) {
    return of(CompiledPlan.parse(planJson));
  }

  static List<KafkaTable> of(CompiledPlan plan) {
    List<KafkaTable> tables = new ArrayList<>();
    for (CompiledPlan.Node node : plan.nodes()) {
      node.table()
          .filter(table -> isKafka(table.options()))
          .map(
              table ->
                  new KafkaTable(
                      node.json().path("configuration").path(OperatorUids.UID_FORMAT).asText(),
                      table.identifier().replace("`", ""),
                      table.written(),
                      table.options()))
          .ifPresent(tables::add);
    }
    return tables;
  }

  /** Whether a table with these options is one of Kafka's. */
  public static boolean isKafka(Map<String, String> options) {
    return CONNECTORS.contains(options.getOrDefault("connector", ""));
  }

  /** Its topics, as far as they are named. */
  public Set<String> topics() {
    Set<String> topics = new TreeSet<>();
    Arrays.stream(options.getOrDefault("topic", "").split(";"))
        .map(String::strip)
        .filter(topic -> !topic.isEmpty())
        .forEach(topics::add);
    return topics;
  }

  /** The regular expression that the names of its topics match. */
  public Optional<String> pattern() {
    return Optional.ofNullable(options.get("topic-pattern"));
  }

  /** Whether it names this topic. */
  public boolean names(String topic) {
    return topics().contains(topic) || pattern().filter(regex -> matches(regex, topic)).isPresent();
  }

  /** How its brokers are reached, placeholders kept. */
  public Map<String, String> clientProperties() {
    return Topic.clientProperties(options);
  }

  /** Whether it is read to an end. */
  public boolean isBounded() {
    return !options.getOrDefault("scan.bounded.mode", "unbounded").equals("unbounded");
  }

  /** What says where its end is. */
  public Map<String, String> bounds() {
    Map<String, String> bounds = new TreeMap<>(options);
    bounds.keySet().removeIf(option -> !option.startsWith("scan.bounded."));
    return bounds;
  }

  /** Whether a job without state reads all that is there. */
  public boolean beginsAtTheEarliest() {
    return "upsert-kafka".equals(options.get("connector"))
        || "earliest-offset".equals(options.get("scan.startup.mode"));
  }

  /** Whether who stands where nothing is any more goes on at the end. */
  boolean goesOnAtTheEnd() {
    // Every mode but this sets the policy itself.
    String mode = options.getOrDefault("scan.startup.mode", "group-offsets");
    return mode.equals("latest-offset")
        || (mode.equals("group-offsets")
            && options.getOrDefault("properties.auto.offset.reset", "").equals("latest"));
  }

  /** Whether its rows are written exactly once, in transactions. */
  public boolean isExactlyOnce() {
    return written
        && options
            .getOrDefault("sink.delivery-guarantee", "")
            .toLowerCase(Locale.ROOT)
            .equals("exactly-once");
  }

  /** For how long a transaction of its may be open; empty where what is set is no number. */
  public Optional<Duration> transactionTimeout() {
    String millis = options.get("properties.transaction.timeout.ms");
    if (millis == null) {
      return Optional.of(DEFAULT_TRANSACTION);
    }
    return millis.strip().matches("\\d{1,15}")
        ? Optional.of(Duration.ofMillis(Long.parseLong(millis.strip())))
        : Optional.empty();
  }

  /** Whether the names of its transactions are used again and again. */
  boolean reusesTransactions() {
    return options
        .getOrDefault("sink.transaction-naming-strategy", "")
        .toLowerCase(Locale.ROOT)
        .equals("pooling");
  }

  private static boolean matches(String regex, String topic) {
    try {
      return Pattern.matches(regex, topic);
    } catch (PatternSyntaxException e) {
      return false;
    }
  }
}
