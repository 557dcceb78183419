package dev.millrace.sidecar.state;

import dev.millrace.wire.StateResponse.Transaction;
import dev.millrace.wire.TopicPosition;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * Reads what Kafka's connector keeps, without its classes: a savepoint is read where the connector
 * need not be, and the connector hides Kafka's classes under names that change with its version.
 */
final class KafkaState {
  static final String SOURCE = "SourceReaderState";
  static final String COMMITTER = "streaming_committer_raw_states";

  /** Leads what a committer writes. */
  private static final int MAGIC = 0xb91f252c;

  /** The lowest offset that means something: -3 stands for the group's committed offset. */
  private static final long LOWEST = -3;

  /** Forms of what a source's coordinator keeps, and of its enumerator's part of it. */
  private static final int COORDINATOR_VERSION = 1;

  private static final int ENUMERATOR_VERSION = 3;

  private KafkaState() {}

  /**
   * Where a source stands.
   *
   * @param splits elements of its {@link #SOURCE}
   * @return empty when one of them is no partition of a topic
   */
  static Optional<List<TopicPosition>> positions(List<byte[]> splits) {
    List<TopicPosition> positions = new ArrayList<>();
    for (byte[] split : splits) {
      try {
        positions.add(position(split));
      } catch (IOException | IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    positions.sort(
        Comparator.comparing(TopicPosition::topic).thenComparing(TopicPosition::partition));
    return Optional.of(positions);
  }

  /**
   * The topic of one of them.
   *
   * @throws IOException when it is no partition of a topic
   */
  static String topic(byte[] split) throws IOException {
    return position(split).topic();
  }

  /**
   * What the enumerator of a source knows, as if it had never seen some topics. That it has looked
   * for partitions before stays true, so it takes theirs for new ones if it sees them again, and
   * has them read from the earliest record.
   *
   * @param coordinator state of the source's coordinator
   * @throws IOException when it was written in a form that is not known here
   */
  static byte[] withoutTopics(byte[] coordinator, Set<String> topics) throws IOException {
    DataInputDeserializer in = new DataInputDeserializer(coordinator);
    int coordinatorVersion = in.readInt();
    int enumeratorVersion = in.readInt();
    if (coordinatorVersion != COORDINATOR_VERSION || enumeratorVersion != ENUMERATOR_VERSION) {
      throw new IOException(
          "what its source's coordinator keeps has version "
              + coordinatorVersion
              + "-"
              + enumeratorVersion
              + ", which is not known here");
    }
    DataInputDeserializer known = new DataInputDeserializer(bytes(in));
    if (in.available() > 0) {
      throw new IOException("what its source's coordinator keeps does not end where it should");
    }
    int splits = known.readInt();
    int splitVersion = known.readInt();
    DataOutputSerializer kept = new DataOutputSerializer(coordinator.length);
    int count = 0;
    for (int i = 0; i < splits; i++) {
      byte[] split = bytes(known);
      int status = known.readInt();
      if (!topics.contains(new DataInputDeserializer(split).readUTF())) {
        kept.writeInt(split.length);
        kept.write(split);
        kept.writeInt(status);
        count++;
      }
    }
    boolean discovered = known.readBoolean();
    if (known.available() > 0) {
      throw new IOException("what its source's enumerator keeps does not end where it should");
    }
    DataOutputSerializer enumerator = new DataOutputSerializer(coordinator.length);
    enumerator.writeInt(count);
    enumerator.writeInt(splitVersion);
    enumerator.write(kept.getCopyOfBuffer());
    enumerator.writeBoolean(discovered);
    DataOutputSerializer out = new DataOutputSerializer(coordinator.length);
    out.writeInt(coordinatorVersion);
    out.writeInt(enumeratorVersion);
    out.writeInt(enumerator.length());
    out.write(enumerator.getCopyOfBuffer());
    return out.getCopyOfBuffer();
  }

  private static TopicPosition position(byte[] split) throws IOException {
    DataInputDeserializer in =
        new DataInputDeserializer(versioned(new DataInputDeserializer(split)));
    String topic = in.readUTF();
    int partition = in.readInt();
    long offset = in.readLong();
    skip(in, Long.BYTES);
    if (in.available() > 0 || partition < 0 || offset < LOWEST || topic.isEmpty()) {
      throw new IOException("no partition of a topic");
    }
    return new TopicPosition(topic, partition, offset);
  }

  /**
   * What waits for its commit; transactions of other connectors are numbered.
   *
   * @param committers elements of {@link #COMMITTER}
   * @throws IOException when they were written in a form that is not known here
   */
  static List<Transaction> transactions(List<byte[]> committers) throws IOException {
    List<Transaction> transactions = new ArrayList<>();
    for (byte[] committer : committers) {
      DataInputDeserializer in =
          new DataInputDeserializer(versioned(new DataInputDeserializer(committer)));
      if (in.readInt() != MAGIC) {
        throw new IOException("not what a committer writes");
      }
      for (byte[] checkpoint : list(in)) {
        DataInputDeserializer collected = new DataInputDeserializer(checkpoint);
        long checkpointId = collected.readLong();
        // How many subtasks the committer had.
        skip(collected, Integer.BYTES);
        for (byte[] subtask : list(collected)) {
          DataInputDeserializer requests = new DataInputDeserializer(subtask);
          // Which subtask it was.
          skip(requests, Integer.BYTES);
          for (byte[] request : list(requests)) {
            byte[] committable = versioned(new DataInputDeserializer(request));
            String id = transactionalId(committable).orElse("#" + (transactions.size() + 1));
            transactions.add(new Transaction(id, checkpointId));
          }
        }
      }
    }
    return transactions;
  }

  private static Optional<String> transactionalId(byte[] committable) {
    DataInputDeserializer in = new DataInputDeserializer(committable);
    try {
      // The producer's epoch and id.
      skip(in, Short.BYTES + Long.BYTES);
      String id = in.readUTF();
      return in.available() == 0 ? Optional.of(id) : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** What follows a version and a length. */
  private static byte[] versioned(DataInputDeserializer in) throws IOException {
    skip(in, Integer.BYTES);
    return bytes(in);
  }

  private static List<byte[]> list(DataInputDeserializer in) throws IOException {
    skip(in, Integer.BYTES);
    int count = in.readInt();
    List<byte[]> elements = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      elements.add(bytes(in));
    }
    return elements;
  }

  private static void skip(DataInputDeserializer in, int bytes) throws IOException {
    in.skipBytesToRead(bytes);
  }

  private static byte[] bytes(DataInputDeserializer in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("it ends too early");
    }
    byte[] bytes = new byte[length];
    in.readFully(bytes);
    return bytes;
  }
}
