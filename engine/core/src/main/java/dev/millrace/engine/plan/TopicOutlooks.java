package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.KafkaPositions;
import dev.millrace.engine.trust.Bindings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How the topics that jobs use stand on their brokers; the brokers are asked once. */
final class TopicOutlooks {
  private final Ledger ledger;
  private final Map<String, TopicControl.Description> found;
  private final Optional<String> silence;

  private TopicOutlooks(
      Ledger ledger, Map<String, TopicControl.Description> found, Optional<String> silence) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.found = Map.copyOf(found);
    this.silence = requireNonNull(silence, "silence");
  }

  /** Asks about the topics of these models. */
  static TopicOutlooks ask(
      TopicControl topics, Bindings bindings, Ledger ledger, List<PlannedModel> models) {
    Set<Topic> wanted = new LinkedHashSet<>();
    Set<Topic> patterns = new LinkedHashSet<>();
    for (PlannedModel model : models) {
      model.desired().ifPresent(spec -> wanted.addAll(used(spec).values()));
      model.desired().ifPresent(spec -> patterns.addAll(spec.readPatterns()));
    }
    if (wanted.isEmpty() && patterns.isEmpty()) {
      return new TopicOutlooks(ledger, Map.of(), Optional.empty());
    }
    if (Stream.concat(wanted.stream(), patterns.stream())
        .anyMatch(topic -> isOfAbsentBroker(topic, bindings))) {
      return new TopicOutlooks(
          ledger,
          Map.of(),
          Optional.of("the local broker does not run; it starts when the plan is carried out"));
    }
    try {
      for (Topic pattern : patterns) {
        topics
            .matching(pattern.name(), pattern.clientProperties(), bindings)
            .keySet()
            .forEach(name -> wanted.add(new Topic(name, 1, Map.of(), pattern.clientProperties())));
      }
      return new TopicOutlooks(
          ledger, topics.describe(List.copyOf(wanted), bindings), Optional.empty());
    } catch (MillraceException e) {
      // A plan is worth having without them; carrying it out will say what is wrong.
      return new TopicOutlooks(ledger, Map.of(), Optional.of(e.problem().message()));
    }
  }

  /** The local broker's address is known while it runs. */
  private static boolean isOfAbsentBroker(Topic topic, Bindings bindings) {
    return topic.clientProperties().values().stream()
        .flatMap(text -> Bindings.placeholdersIn(text).stream())
        .anyMatch(key -> key.startsWith("local:") && !bindings.values().containsKey(key));
  }

  /** Why the brokers could not be asked; empty when they could. */
  Optional<String> silence() {
    return silence;
  }

  /**
   * What is known of the topics of a deployment, to compare positions with.
   *
   * @param state where the positions were read
   */
  KafkaPositions.Brokers brokers(PlannedModel model, String state) {
    return new KafkaPositions.Brokers(
        found,
        silence,
        model.deployedSpec().isPresent() ? ledger.topicIds(model.deployment()) : Map.of(),
        ledger.topicsAtEnd(state));
  }

  /**
   * Why a model cannot go on with its state: positions belong to the topic the broker had under
   * that name. Empty when it can, or does not want to.
   */
  static Optional<String> obstacle(PlannedModel model) {
    boolean keepsState =
        switch (model.action()) {
          case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, RESTART -> true;
          case CREATE, UNCHANGED, START_FRESH, STOP, LEFT_RUNNING, BLOCKED -> false;
        };
    Set<String> read = new LinkedHashSet<>();
    model.desired().ifPresent(spec -> spec.readTopics().forEach(topic -> read.add(topic.name())));
    // Positions that are given up need not be right.
    read.removeAll(model.carryOver().forgottenTopics());
    return model.consequences().topics().stream()
        .filter(topic -> keepsState && read.contains(topic.name()))
        .filter(
            topic ->
                switch (topic.standing()) {
                  case GONE, MADE_ANEW -> true;
                  case AS_IT_SHOULD_BE, TO_BE_MADE, MISSING, OTHER_PARTITIONS -> false;
                })
        .map(
            topic ->
                "Topic "
                    + topic.name()
                    + " "
                    + (topic.standing() == TopicOutlook.Standing.GONE
                        ? "is gone since the job was deployed"
                        : "was made anew since the job was deployed")
                    + ", so the positions in the job's state are not right for it; --full-refresh"
                    + " starts without them")
        .findFirst();
  }

  /** The topics of one model, each once. */
  List<TopicOutlook> of(PlannedModel model) {
    if (model.desired().isEmpty() || silence.isPresent()) {
      return List.of();
    }
    JobSpec spec = model.desired().get();
    Map<String, String> before =
        model.deployedSpec().isPresent() ? ledger.topicIds(model.deployment()) : Map.of();
    Set<String> own = new LinkedHashSet<>();
    spec.ownTopics().forEach(topic -> own.add(topic.name()));
    List<TopicOutlook> outlooks = new ArrayList<>();
    used(spec)
        .values()
        .forEach(
            topic ->
                outlooks.add(
                    of(
                        topic,
                        own.contains(topic.name()),
                        Optional.ofNullable(before.get(topic.name())))));
    return outlooks;
  }

  private TopicOutlook of(Topic topic, boolean own, Optional<String> before) {
    TopicControl.Description now = found.get(topic.name());
    if (now == null) {
      if (before.isPresent()) {
        return outlook(
            topic,
            TopicOutlook.Standing.GONE,
            own,
            now,
            "it existed when the job was deployed and is gone, with all that was in it");
      }
      return own
          ? outlook(
              topic,
              TopicOutlook.Standing.TO_BE_MADE,
              true,
              now,
              "is made, with " + counted(topic.partitions(), "partition"))
          : outlook(
              topic,
              TopicOutlook.Standing.MISSING,
              false,
              now,
              "does not exist, and the project does not make it");
    }
    if (before.filter(id -> !id.equals(now.id())).isPresent()) {
      return outlook(
          topic,
          TopicOutlook.Standing.MADE_ANEW,
          own,
          now,
          "was made anew since the job was deployed; what was in it is gone");
    }
    if (own && now.partitions() != topic.partitions()) {
      return outlook(
          topic,
          TopicOutlook.Standing.OTHER_PARTITIONS,
          true,
          now,
          "has "
              + counted(now.partitions(), "partition")
              + ", not "
              + topic.partitions()
              + "; a topic that exists is left as it is");
    }
    return outlook(topic, TopicOutlook.Standing.AS_IT_SHOULD_BE, own, now, "");
  }

  private static TopicOutlook outlook(
      Topic topic,
      TopicOutlook.Standing standing,
      boolean own,
      TopicControl.@Nullable Description now,
      String sentence) {
    return new TopicOutlook(
        topic.name(),
        standing,
        own,
        now == null ? OptionalLong.empty() : OptionalLong.of(now.records()),
        sentence);
  }

  private static Map<String, Topic> used(JobSpec spec) {
    Map<String, Topic> topics = new LinkedHashMap<>();
    spec.ownTopics().forEach(topic -> topics.putIfAbsent(topic.name(), topic));
    spec.readTopics().forEach(topic -> topics.putIfAbsent(topic.name(), topic));
    return topics;
  }

  private static String counted(int number, String word) {
    return number + " " + word + (number == 1 ? "" : "s");
  }
}
