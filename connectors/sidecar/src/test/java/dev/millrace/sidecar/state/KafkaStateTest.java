package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.wire.StateResponse.Transaction;
import dev.millrace.wire.TopicPosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.apache.flink.connector.kafka.source.enumerator.AssignmentStatus;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumState;
import org.apache.flink.connector.kafka.source.enumerator.KafkaSourceEnumStateSerializer;
import org.apache.flink.connector.kafka.source.enumerator.SplitAndAssignmentStatus;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplit;
import org.apache.flink.connector.kafka.source.split.KafkaPartitionSplitSerializer;
import org.apache.flink.core.io.SimpleVersionedSerialization;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class KafkaStateTest {
  private static final int MAGIC = 0xb91f252c;

  @Test
  void positionsOfTheConnectorAreReadWithoutItsClasses() throws Exception {
    assertThat(
            KafkaState.positions(
                List.of(split("orders", 1, 42), split("orders", 0, -2), split("bills", 3, 7))))
        .hasValue(
            List.of(
                new TopicPosition("bills", 3, 7),
                new TopicPosition("orders", 0, -2),
                new TopicPosition("orders", 1, 42)));
  }

  @Test
  void splitsOfAnotherConnectorAreNoPositions() throws Exception {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeInt(1);
    byte[] text = "file:/data/orders/1.csv".getBytes(StandardCharsets.UTF_8);
    out.writeInt(text.length);
    out.write(text);

    assertThat(KafkaState.positions(List.of(out.getCopyOfBuffer()))).isEmpty();
  }

  @Test
  void aSourceWithoutSplitsHasNoPositions() {
    assertThat(KafkaState.positions(List.of())).hasValue(List.of());
  }

  @Test
  void transactionsThatWaitForTheirCommitAreNamed() throws Exception {
    byte[] committer = committer(kafka("shop-totals-0-7"), kafka("shop-totals-1-7"));

    assertThat(KafkaState.transactions(List.of(committer)))
        .containsExactly(
            new Transaction("shop-totals-0-7", 7), new Transaction("shop-totals-1-7", 7));
  }

  @Test
  void transactionsOfAnotherConnectorAreNumbered() throws Exception {
    assertThat(KafkaState.transactions(List.of(committer(new byte[] {1, 2, 3}))))
        .containsExactly(new Transaction("#1", 7));
  }

  @Test
  void aCommitterThatHasNothingToCommitHasNoTransactions() throws Exception {
    assertThat(KafkaState.transactions(List.of(committer()))).isEmpty();
  }

  @Test
  void whatNoCommitterWroteIsRefused() {
    assertThatThrownBy(() -> KafkaState.transactions(List.of(new byte[] {0, 0, 0, 2, 0, 0, 0, 9})))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anEnumeratorForgetsATopicAndStillHasLookedForPartitions() throws Exception {
    KafkaSourceEnumStateSerializer serializer = new KafkaSourceEnumStateSerializer();
    byte[] enumerator =
        serializer.serialize(
            new KafkaSourceEnumState(
                Set.of(
                    assigned("orders", 0, AssignmentStatus.ASSIGNED),
                    assigned("orders", 1, AssignmentStatus.UNASSIGNED),
                    assigned("bills", 0, AssignmentStatus.ASSIGNED)),
                true));

    byte[] left =
        KafkaState.withoutTopics(
            coordinator(1, serializer.getVersion(), enumerator), Set.of("orders"));

    DataInputDeserializer in = new DataInputDeserializer(left);
    assertThat(in.readInt()).isEqualTo(1);
    int version = in.readInt();
    byte[] bytes = new byte[in.readInt()];
    in.readFully(bytes);
    assertThat(in.available()).isZero();
    KafkaSourceEnumState state = serializer.deserialize(version, bytes);
    assertThat(state.initialDiscoveryFinished()).isTrue();
    assertThat(state.assignedSplits())
        .extracting(KafkaPartitionSplit::getTopic)
        .containsExactly("bills");
    assertThat(state.unassignedSplits()).isEmpty();
  }

  @Test
  void anEnumeratorOfAnotherVersionIsNotTouched() throws Exception {
    byte[] bytes = coordinator(1, 2, new byte[] {0, 0, 0, 0});
    assertThatThrownBy(() -> KafkaState.withoutTopics(bytes, Set.of("orders")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("not known here");
  }

  private static SplitAndAssignmentStatus assigned(
      String topic, int partition, AssignmentStatus status) {
    return new SplitAndAssignmentStatus(
        new KafkaPartitionSplit(new TopicPartition(topic, partition), 42), status);
  }

  private static byte[] coordinator(int version, int enumeratorVersion, byte[] enumerator)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeInt(version);
    out.writeInt(enumeratorVersion);
    out.writeInt(enumerator.length);
    out.write(enumerator);
    return out.getCopyOfBuffer();
  }

  private static byte[] split(String topic, int partition, long offset) throws IOException {
    return SimpleVersionedSerialization.writeVersionAndSerialize(
        new KafkaPartitionSplitSerializer(),
        new KafkaPartitionSplit(new TopicPartition(topic, partition), offset));
  }

  private static byte[] kafka(String transactionalId) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeShort(3);
    out.writeLong(4711);
    out.writeUTF(transactionalId);
    return out.getCopyOfBuffer();
  }

  /** What a committer writes of checkpoint 7 and one subtask. */
  private static byte[] committer(byte[]... committables) throws IOException {
    DataOutputSerializer subtask = new DataOutputSerializer(64);
    subtask.writeInt(0);
    subtask.writeInt(0);
    subtask.writeInt(committables.length);
    for (byte[] committable : committables) {
      DataOutputSerializer request = new DataOutputSerializer(64);
      request.writeInt(1);
      request.writeInt(committable.length);
      request.write(committable);
      request.writeInt(0);
      request.writeInt(0);
      subtask.writeInt(request.length());
      subtask.write(request.getCopyOfBuffer());
    }
    subtask.writeInt(committables.length);
    subtask.writeInt(0);
    DataOutputSerializer checkpoint = new DataOutputSerializer(64);
    checkpoint.writeLong(7);
    checkpoint.writeInt(1);
    checkpoint.writeInt(2);
    checkpoint.writeInt(1);
    checkpoint.writeInt(subtask.length());
    checkpoint.write(subtask.getCopyOfBuffer());
    DataOutputSerializer collector = new DataOutputSerializer(64);
    collector.writeInt(MAGIC);
    collector.writeInt(1);
    collector.writeInt(1);
    collector.writeInt(checkpoint.length());
    collector.write(checkpoint.getCopyOfBuffer());
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeInt(2);
    out.writeInt(collector.length());
    out.write(collector.getCopyOfBuffer());
    return out.getCopyOfBuffer();
  }
}
