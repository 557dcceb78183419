package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The identity of one node of a compiled plan, as it is set in the plan and kept with the
 * deployment. Once stored it is never computed again.
 *
 * @param type Flink's node type without prefix and version, such as {@code group-aggregate}
 * @param description Flink's one-line description, for people
 * @param meaning fingerprint of what defines the node's state, led by the version of the algorithm
 * @param inputs fingerprint of the rows that reach it
 * @param models unique ids of the models for whose tables it works, in alphabetical order: more
 *     than one where a job fills several and they share it
 * @param uid value of {@code table.exec.uid.format} on the node
 */
public record OperatorUid(
    OperatorRole role,
    String type,
    String description,
    String meaning,
    String inputs,
    List<String> models,
    String uid) {
  public OperatorUid {
    requireNonNull(role, "role");
    requireNonNull(type, "type");
    requireNonNull(description, "description");
    requireNonNull(meaning, "meaning");
    requireNonNull(inputs, "inputs");
    models = List.copyOf(models);
    requireNonNull(uid, "uid");
  }

  /** The same under a UID. */
  OperatorUid named(String given) {
    return new OperatorUid(role, type, description, meaning, inputs, models, given);
  }
}
