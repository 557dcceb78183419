package dev.millrace.engine.ledger;

import dev.millrace.engine.connect.Topic;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.trust.Bindings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

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

  /** Those of a deployment. */
  static Map<String, String> read(Handle handle, String deployment) {
    Map<String, String> ids = new LinkedHashMap<>();
    handle
        .createQuery("SELECT name, topic_id FROM topic WHERE deployment = :d ORDER BY name")
        .bind("d", deployment)
        .map((row, context) -> Map.entry(row.getString("name"), row.getString("topic_id")))
        .forEach(entry -> ids.put(entry.getKey(), entry.getValue()));
    return ids;
  }

  /** Keeps those of a deployment that has none. */
  static void store(Handle handle, String deployment, Map<String, String> ids) {
    ids.forEach(
        (name, id) ->
            handle.execute(
                "INSERT INTO topic (deployment, name, topic_id) VALUES (?, ?, ?)",
                deployment,
                name,
                id));
  }

  /** Notes them for the submission that is the deployment's job from now on. */
  static void noteFor(Handle handle, String deployment, int attempt) {
    handle.execute(
        "UPDATE attempt SET topics = ? WHERE deployment = ? AND number = ?",
        Rows.write(read(handle, deployment)),
        deployment,
        attempt);
  }
}
