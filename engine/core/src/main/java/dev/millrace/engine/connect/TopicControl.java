package dev.millrace.engine.connect;

import dev.millrace.engine.trust.Bindings;
import java.util.List;
import java.util.Map;

/** Makes and lists the topics behind tables. */
public interface TopicControl {
  /**
   * Makes those topics that do not exist.
   *
   * @return by name, the id the broker gave each topic, old and new
   * @throws dev.millrace.engine.problem.MillraceException TOPIC_FAILED
   */
  Map<String, String> ensure(List<Topic> topics, Bindings bindings);

  /** Ids of those of the topics that exist. */
  Map<String, String> ids(List<Topic> topics, Bindings bindings);

  /** Deletes topics; no error for those that do not exist. */
  void delete(List<Topic> topics, Bindings bindings);
}
