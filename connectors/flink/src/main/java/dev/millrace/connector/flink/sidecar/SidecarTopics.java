package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.TopicsResponse;
import dev.millrace.wire.TransactionsRequest;
import dev.millrace.wire.TransactionsResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Topics, through the Kafka client in the sidecar. */
public final class SidecarTopics implements TopicControl {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final SidecarClient client;

  public SidecarTopics(SidecarClient client) {
    this.client = requireNonNull(client, "client");
  }

  @Override
  public Map<String, String> ensure(List<Topic> topics, Bindings bindings) {
    return call("ensure", topics, bindings).ids();
  }

  @Override
  public Map<String, String> ids(List<Topic> topics, Bindings bindings) {
    return call("ids", topics, bindings).ids();
  }

  @Override
  public Map<String, Description> describe(List<Topic> topics, Bindings bindings) {
    TopicsResponse response = call("describe", topics, bindings);
    Map<String, Description> descriptions = new LinkedHashMap<>();
    response
        .ids()
        .forEach(
            (name, id) -> {
              List<Offsets> offsets =
                  requireNonNull(response.partitions().get(name), name).stream()
                      .map(partition -> new Offsets(partition.begin(), partition.end()))
                      .toList();
              descriptions.put(name, new Description(id, offsets));
            });
    return descriptions;
  }

  @Override
  public Map<String, String> matching(
      String pattern, Map<String, String> clientProperties, Bindings bindings) {
    return call("match", List.of(new Topic(pattern, 1, Map.of(), clientProperties)), bindings)
        .ids();
  }

  @Override
  public Transactions transactions(
      Map<String, String> clientProperties, Set<String> ids, Bindings bindings) {
    TransactionsResponse response =
        client.call(
            Wire.TRANSACTIONS,
            new TransactionsRequest(
                clientProperties,
                ids.stream().sorted().toList(),
                WireMapping.bindings(bindings, clientProperties.values())),
            TransactionsResponse.class,
            TIMEOUT);
    Map<String, TransactionStanding> standings = new LinkedHashMap<>();
    response
        .states()
        .forEach(
            (id, state) ->
                standings.put(id, TransactionStanding.valueOf(state.toUpperCase(Locale.ROOT))));
    return new Transactions(
        standings, Optional.ofNullable(response.longestMillis()).map(Duration::ofMillis));
  }

  @Override
  public void delete(List<Topic> topics, Bindings bindings) {
    call("delete", topics, bindings);
  }

  private TopicsResponse call(String action, List<Topic> topics, Bindings bindings) {
    if (topics.isEmpty()) {
      return new TopicsResponse(Map.of(), Map.of());
    }
    List<String> texts =
        topics.stream().flatMap(topic -> topic.clientProperties().values().stream()).toList();
    TopicsRequest request =
        new TopicsRequest(
            action,
            topics.stream().map(SidecarTopics::spec).toList(),
            WireMapping.bindings(bindings, texts));
    return client.call(Wire.TOPICS, request, TopicsResponse.class, TIMEOUT);
  }

  private static TopicsRequest.TopicSpec spec(Topic topic) {
    return new TopicsRequest.TopicSpec(
        topic.name(), topic.partitions(), topic.config(), topic.clientProperties());
  }
}
