package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.trust.Bindings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * @param offsets of its partitions, in the order of their numbers
   */
  record Description(String id, List<Offsets> offsets) {
    public Description {
      requireNonNull(id, "id");
      offsets = List.copyOf(offsets);
    }

    /** How many it has. */
    public int partitions() {
      return offsets.size();
    }

    /**
     * Between the first and the last offset of all partitions; compaction and transactions leave
     * fewer to be read.
     */
    public long records() {
      return offsets.stream().mapToLong(partition -> partition.end() - partition.begin()).sum();
    }
  }

  /**
   * What a partition holds.
   *
   * @param begin offset of its first record
   * @param end offset of the next record that is written
   */
  record Offsets(long begin, long end) {}

  /**
   * Ids by name of all topics whose whole name a regular expression of Java's matches, as a table's
   * {@code topic-pattern} does.
   *
   * @param clientProperties how to reach the brokers, placeholders kept
   */
  Map<String, String> matching(
      String pattern, Map<String, String> clientProperties, Bindings bindings);

  /**
   * How transactions stand on the brokers.
   *
   * @param clientProperties how to reach them, placeholders kept
   * @param ids transactional ids; may be empty
   */
  Transactions transactions(
      Map<String, String> clientProperties, Set<String> ids, Bindings bindings);

  /**
   * What the brokers say of transactions.
   *
   * @param standings of the latest transaction of each id that they know
   * @param longest for how long they let a transaction be open; empty where they do not tell
   */
  record Transactions(Map<String, TransactionStanding> standings, Optional<Duration> longest) {
    public Transactions {
      standings = Map.copyOf(standings);
      requireNonNull(longest, "longest");
    }
  }

  /** How a transaction stands. */
  enum TransactionStanding {
    /** It waits for its commit. */
    OPEN,
    COMMITTED,
    /** The broker has given its rows up, on demand or because it was open for too long. */
    ABORTED
  }

  /** Deletes topics; no error for those that do not exist. */
  void delete(List<Topic> topics, Bindings bindings);
}
