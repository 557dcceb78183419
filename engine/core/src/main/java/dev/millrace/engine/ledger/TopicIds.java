package dev.millrace.engine.ledger;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.trust.Bindings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which topics a job uses, as the brokers know them: a topic's name says nothing of its content.
 */
public final class TopicIds {
  private TopicIds() {}

  /**
   * Asks the brokers.
   *
   * @return the broker's ids by name, of those that exist
   * @throws dev.millrace.engine.problem.MillraceException TOPIC_FAILED
   */
  public static Map<String, String> of(JobSpec spec, TopicControl control, Bindings bindings) {
    Map<String, String> ids = new LinkedHashMap<>();
    for (Topic pattern : spec.readPatterns()) {
      ids.putAll(control.matching(pattern.name(), pattern.clientProperties(), bindings));
    }
    List<Topic> named =
        Stream.concat(spec.ownTopics().stream(), spec.readTopics().stream()).distinct().toList();
    if (!named.isEmpty()) {
      ids.putAll(control.ids(named, bindings));
    }
    return ids;
  }
}
