package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.TopicsResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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
              TopicsResponse.Size size = requireNonNull(response.sizes().get(name), name);
              descriptions.put(name, new Description(id, size.partitions(), size.records()));
            });
    return descriptions;
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
