package dev.millrace.sidecar.topics;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.TopicsRequest;
import dev.millrace.wire.TopicsRequest.TopicSpec;
import dev.millrace.wire.TopicsResponse;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Answers {@code /v1/topics}. Several threads may call it. */
public final class TopicService {
  private static final int REQUEST_MILLIS = 5_000;
  private static final int CALL_MILLIS = 15_000;

  /**
   * Does what the request asks.
   *
   * @return the ids of those of the topics that exist afterwards
   * @throws CallFailedException INVALID_REQUEST or TOPIC_FAILED, never with a value of the bindings
   */
  public TopicsResponse handle(TopicsRequest request) throws CallFailedException {
    BoundValues values = new BoundValues(request.bindings());
    requireValues(request, values);
    Map<String, String> ids = new TreeMap<>();
    Map<String, TopicsResponse.Size> sizes = new TreeMap<>();
    for (Map.Entry<Map<String, String>, List<TopicSpec>> group : byBroker(request).entrySet()) {
      String servers = group.getKey().getOrDefault("bootstrap.servers", "");
      try (Admin admin = connect(values.resolve(group.getKey()), values)) {
        ids.putAll(
            switch (request.action()) {
              case "ensure" -> ensure(admin, group.getValue());
              case "ids" -> ids(admin, group.getValue());
              case "describe" -> describe(admin, group.getValue(), sizes);
              case "delete" -> delete(admin, group.getValue());
              default ->
                  throw new CallFailedException(
                      FailureKind.INVALID_REQUEST, "No action on topics: " + request.action());
            });
      } catch (ExecutionException e) {
        throw failure(e.getCause() == null ? e : e.getCause(), servers, values);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallFailedException(FailureKind.INTERNAL, "The sidecar is stopping");
      }
    }
    return new TopicsResponse(ids, sizes);
  }

  private static void requireValues(TopicsRequest request, BoundValues values)
      throws CallFailedException {
    List<String> texts = new ArrayList<>();
    request.topics().forEach(topic -> texts.addAll(topic.clientProperties().values()));
    Set<String> missing = values.missingIn(texts);
    if (!missing.isEmpty()) {
      throw new CallFailedException(
          FailureKind.INVALID_REQUEST, "There is no value for " + String.join(", ", missing));
    }
  }

  /** One client serves all topics that are reached in the same way. */
  private static Map<Map<String, String>, List<TopicSpec>> byBroker(TopicsRequest request) {
    Map<Map<String, String>, List<TopicSpec>> groups = new LinkedHashMap<>();
    for (TopicSpec topic : request.topics()) {
      groups.computeIfAbsent(topic.clientProperties(), key -> new ArrayList<>()).add(topic);
    }
    return groups;
  }

  private static Admin connect(Map<String, String> properties, BoundValues values)
      throws CallFailedException {
    Map<String, Object> configuration = new LinkedHashMap<>(properties);
    configuration.putIfAbsent(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_MILLIS);
    configuration.putIfAbsent(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, CALL_MILLIS);
    configuration.putIfAbsent(AdminClientConfig.CLIENT_ID_CONFIG, "millrace-topics");
    try {
      return Admin.create(configuration);
    } catch (KafkaException e) {
      throw failure(e, properties.getOrDefault("bootstrap.servers", ""), values);
    }
  }

  private static Map<String, String> ensure(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException {
    Map<String, String> ids = ids(admin, topics);
    List<NewTopic> missing =
        topics.stream()
            .filter(topic -> !ids.containsKey(topic.name()))
            .map(
                topic ->
                    // The broker knows how many copies it can keep.
                    new NewTopic(
                            topic.name(), Optional.of(topic.partitions()), Optional.<Short>empty())
                        .configs(topic.config()))
            .toList();
    CreateTopicsResult made = admin.createTopics(missing);
    boolean raced = false;
    for (NewTopic topic : missing) {
      try {
        ids.put(topic.name(), made.topicId(topic.name()).get().toString());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof TopicExistsException)) {
          throw e;
        }
        raced = true;
      }
    }
    return raced ? ids(admin, topics) : ids;
  }

  private static Map<String, String> delete(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException {
    for (KafkaFuture<Void> deleted : admin.deleteTopics(names(topics)).topicNameValues().values()) {
      try {
        deleted.get();
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return Map.of();
  }

  private static Map<String, String> ids(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException {
    Map<String, String> ids = new TreeMap<>();
    existing(admin, topics).forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
    return ids;
  }

  /** The ids; the sizes are put into the given map. */
  private static Map<String, String> describe(
      Admin admin, List<TopicSpec> topics, Map<String, TopicsResponse.Size> sizes)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> existing = existing(admin, topics);
    Map<TopicPartition, OffsetSpec> earliest = new LinkedHashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
    existing.forEach(
        (name, topic) -> {
          for (TopicPartitionInfo partition : topic.partitions()) {
            TopicPartition part = new TopicPartition(name, partition.partition());
            earliest.put(part, OffsetSpec.earliest());
            latest.put(part, OffsetSpec.latest());
          }
        });
    ListOffsetsResult first = admin.listOffsets(earliest);
    ListOffsetsResult last = admin.listOffsets(latest);
    Map<String, Long> records = new TreeMap<>();
    for (TopicPartition part : latest.keySet()) {
      long between =
          last.partitionResult(part).get().offset() - first.partitionResult(part).get().offset();
      records.merge(part.topic(), between, Long::sum);
    }
    Map<String, String> ids = new TreeMap<>();
    existing.forEach(
        (name, topic) -> {
          ids.put(name, topic.topicId().toString());
          sizes.put(
              name,
              new TopicsResponse.Size(topic.partitions().size(), records.getOrDefault(name, 0L)));
        });
    return ids;
  }

  private static Map<String, TopicDescription> existing(Admin admin, List<TopicSpec> topics)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> existing = new TreeMap<>();
    for (Map.Entry<String, KafkaFuture<TopicDescription>> described :
        admin.describeTopics(names(topics)).topicNameValues().entrySet()) {
      try {
        existing.put(described.getKey(), described.getValue().get());
      } catch (ExecutionException e) {
        if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
          throw e;
        }
      }
    }
    return existing;
  }

  private static List<String> names(List<TopicSpec> topics) {
    return topics.stream().map(TopicSpec::name).distinct().toList();
  }

  private static CallFailedException failure(Throwable cause, String servers, BoundValues values) {
    String message =
        cause instanceof TimeoutException
            ? "The broker at " + values.resolve(servers) + " does not answer"
            : String.valueOf(cause.getMessage());
    return new CallFailedException(FailureKind.TOPIC_FAILED, values.redact(message));
  }
}
