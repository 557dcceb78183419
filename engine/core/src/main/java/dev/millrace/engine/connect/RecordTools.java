package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.trust.Bindings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks at the records that jobs read. */
public interface RecordTools {
  /**
   * Tries records with the formats that a plan reads them with, from where its sources stand to the
   * end that its topics have now.
   *
   * @param plan Flink's plan JSON, placeholders kept
   * @param settings Flink options of the job
   * @param most how many are looked for
   * @throws dev.millrace.engine.problem.MillraceException TOPIC_FAILED, SQL_INVALID
   */
  Search unreadable(
      String plan,
      Map<String, String> settings,
      List<SourceStand> sources,
      int most,
      Bindings bindings);

  /**
   * Copies records, byte for byte, into another topic of the same brokers; headers say where each
   * comes from and what is wrong with it.
   *
   * @param clientProperties how the brokers are reached, placeholders kept
   * @throws dev.millrace.engine.problem.MillraceException TOPIC_FAILED when one of them is not
   *     there any more, or the topic takes none
   */
  void copy(
      List<UnreadableRecord> records,
      Map<String, String> clientProperties,
      String into,
      Bindings bindings);

  /**
   * A source, and where it stands.
   *
   * @param uid value of {@code table.exec.uid.format} on its node
   * @param clientProperties how its brokers are reached, placeholders kept
   */
  record SourceStand(
      String uid, Map<String, String> clientProperties, List<StateSnapshot.Position> positions) {
    public SourceStand {
      requireNonNull(uid, "uid");
      clientProperties = Map.copyOf(clientProperties);
      positions = List.copyOf(positions);
    }
  }

  /**
   * What was found.
   *
   * @param read how many records were tried
   * @param whole whether all were tried that are there
   */
  record Search(List<UnreadableRecord> records, long read, boolean whole) {
    public Search {
      records = List.copyOf(records);
    }
  }

  /**
   * A record that its source cannot read.
   *
   * @param uid the source's, as it was asked for
   * @param ofKey whether it is the key that cannot be read; otherwise it is the value
   * @param fingerprint of that part: its length in bytes, ':' and its SHA-256
   * @param key as text, shortened; empty where there is none
   * @param value as text, shortened; empty where there is none
   * @param says the format's words
   */
  record UnreadableRecord(
      String uid,
      String topic,
      int partition,
      long offset,
      Instant writtenAt,
      boolean ofKey,
      String fingerprint,
      Optional<String> key,
      Optional<String> value,
      String says) {
    public UnreadableRecord {
      requireNonNull(uid, "uid");
      requireNonNull(topic, "topic");
      requireNonNull(writtenAt, "writtenAt");
      requireNonNull(fingerprint, "fingerprint");
      requireNonNull(key, "key");
      requireNonNull(value, "value");
      requireNonNull(says, "says");
    }

    /** Where it is: {@code orders-0 at 1207}. */
    public String place() {
      return topic + "-" + partition + " at " + offset;
    }
  }
}
