package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.OptionalLong;

/**
 * How a topic that a job uses stands.
 *
 * @param own whether the project makes it
 * @param records in it, before compaction; empty when it does not exist
 * @param sentence what that means; empty when there is nothing to say
 */
public record TopicOutlook(
    String name, Standing standing, boolean own, OptionalLong records, String sentence) {
  public TopicOutlook {
    requireNonNull(name, "name");
    requireNonNull(standing, "standing");
    requireNonNull(records, "records");
    requireNonNull(sentence, "sentence");
  }

  /** What is found on the broker. */
  public enum Standing {
    /** It is as the project says. */
    AS_IT_SHOULD_BE,
    /** It does not exist and carrying out the plan makes it. */
    TO_BE_MADE,
    /** It does not exist, and it is not ours to make. */
    MISSING,
    /** It existed when the job was deployed, and is gone. */
    GONE,
    /** It was made anew since the job was deployed: what was in it is gone. */
    MADE_ANEW,
    /** It has another number of partitions than the project says; topics are not changed. */
    OTHER_PARTITIONS
  }
}
