package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

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

  /** What the broker says of those of the topics that exist, by name. */
  Map<String, Description> describe(List<Topic> topics, Bindings bindings);

  /**
   * What the broker says of a topic.
   *
   * @param id the broker's own; a topic that is made anew under its name gets another
   * @param records between the first and the last offset of all partitions; compaction and
   *     transactions leave fewer to be read
   */
  record Description(String id, int partitions, long records) {
    public Description {
      requireNonNull(id, "id");
    }
  }

  /** Deletes topics; no error for those that do not exist. */
  void delete(List<Topic> topics, Bindings bindings);
}
