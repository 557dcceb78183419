package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What acting on one model means beyond its job: for its readers, for what was, and for its topics.
 */
public record Consequences(
    List<OutputChange> output, List<Loss> losses, List<TopicOutlook> topics) {
  /** None at all. */
  public static final Consequences NONE = new Consequences(List.of(), List.of(), List.of());

  public Consequences {
    requireNonNull(output, "output");
    output = List.copyOf(output);
    losses = List.copyOf(losses);
    topics = List.copyOf(topics);
  }

  /** Changes that a reader may not bear. */
  public List<OutputChange> breaking() {
    return output.stream().filter(OutputChange::breaking).toList();
  }
}
