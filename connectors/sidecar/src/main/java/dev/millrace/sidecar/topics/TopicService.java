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
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsResult;
import org.apache.kafka.clients.admin.ListOffsetsResult;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.admin.TopicListing;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Answers {@code /v1/topics}. Several threads may call it. */
public final class TopicService {
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
    Map<String, List<TopicsResponse.Partition>> partitions = new TreeMap<>();
    for (Map.Entry<Map<String, String>, List<TopicSpec>> group : byBroker(request).entrySet()) {
      String servers = group.getKey().getOrDefault("bootstrap.servers", "");
      try (Admin admin = BrokerClient.connect(values.resolve(group.getKey()), values)) {
        ids.putAll(
            switch (request.action()) {
              case "ensure" -> ensure(admin, group.getValue());
              case "ids" -> ids(admin, group.getValue());
              case "describe" -> describe(admin, group.getValue(), partitions);
              case "match" -> match(admin, group.getValue());
              case "delete" -> delete(admin, group.getValue());
              default ->
                  throw new CallFailedException(
                      FailureKind.INVALID_REQUEST, "No action on topics: " + request.action());
            });
      } catch (ExecutionException e) {
        throw BrokerClient.failure(e, servers, values);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CallFailedException(FailureKind.INTERNAL, "The sidecar is stopping");
      }
    }
    return new TopicsResponse(ids, partitions);
  }

  private static void requireValues(TopicsRequest request, BoundValues values)
      throws CallFailedException {
    List<String> texts = new ArrayList<>();
    request.topics().forEach(topic -> texts.addAll(topic.clientProperties().values()));
    values.requireAllIn(texts);
  }

  /** One client serves all topics that are reached in the same way. */
  private static Map<Map<String, String>, List<TopicSpec>> byBroker(TopicsRequest request) {
    Map<Map<String, String>, List<TopicSpec>> groups = new LinkedHashMap<>();
    for (TopicSpec topic : request.topics()) {
      groups.computeIfAbsent(topic.clientProperties(), key -> new ArrayList<>()).add(topic);
    }
    return groups;
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
    return idsOf(existing(admin, topics));
  }

  private static Map<String, String> idsOf(Map<String, TopicDescription> topics) {
    Map<String, String> ids = new TreeMap<>();
    topics.forEach((name, topic) -> ids.put(name, topic.topicId().toString()));
    return ids;
  }

  /** The ids; the partitions are put into the given map. */
  private static Map<String, String> describe(
      Admin admin, List<TopicSpec> topics, Map<String, List<TopicsResponse.Partition>> partitions)
      throws ExecutionException, InterruptedException {
    Map<String, TopicDescription> existing = existing(admin, topics);
    Map<TopicPartition, OffsetSpec> earliest = new LinkedHashMap<>();
    Map<TopicPartition, OffsetSpec> latest = new LinkedHashMap<>();
    existing.forEach(
        (name, topic) -> {
          for (int number = 0; number < topic.partitions().size(); number++) {
            TopicPartition partition = new TopicPartition(name, number);
            earliest.put(partition, OffsetSpec.earliest());
            latest.put(partition, OffsetSpec.latest());
          }
        });
    ListOffsetsResult first = admin.listOffsets(earliest);
    ListOffsetsResult last = admin.listOffsets(latest);
    for (TopicPartition partition : latest.keySet()) {
      partitions
          .computeIfAbsent(partition.topic(), name -> new ArrayList<>())
          .add(
              new TopicsResponse.Partition(
                  first.partitionResult(partition).get().offset(),
                  last.partitionResult(partition).get().offset()));
    }
    return idsOf(existing);
  }

  private static Map<String, String> match(Admin admin, List<TopicSpec> patterns)
      throws ExecutionException, InterruptedException, CallFailedException {
    List<Pattern> compiled = new ArrayList<>();
    for (TopicSpec pattern : patterns) {
      try {
        compiled.add(Pattern.compile(pattern.name()));
      } catch (PatternSyntaxException e) {
        throw new CallFailedException(
            FailureKind.INVALID_REQUEST, "No regular expression: " + pattern.name());
      }
    }
    Map<String, String> ids = new TreeMap<>();
    for (TopicListing topic : admin.listTopics().listings().get()) {
      if (compiled.stream().anyMatch(pattern -> pattern.matcher(topic.name()).matches())) {
        ids.put(topic.name(), topic.topicId().toString());
      }
    }
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
}
