package dev.millrace.sidecar.unittest;

import java.util.List;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;
import org.apache.flink.table.types.logical.RowType;
import org.jspecify.annotations.Nullable;

/**
 * Gives the rows of one table, once, at parallelism 1.
 *
 * <p>Its turns are set after planning, when all sources of the query are known, and before it is
 * sent to the cluster.
 */
final class GivenSource implements Source<RowData, GivenSource.NoSplit, GivenSource.NoState> {
  private static final long serialVersionUID = 1;

  /** The infinite watermark and the end. */
  static final int STEPS_AFTER_ROWS = 2;

  private final RowType type;
  private final byte[][] rows;
  private final long[] eventTimes;
  private int[] turns;

  /** There are none: the reader has the rows. */
  static final class NoSplit implements SourceSplit {
    @Override
    public String splitId() {
      return "none";
    }
  }

  /** There is nothing to remember: a run that fails is not resumed. */
  static final class NoState {}

  GivenSource(GivenRows given) {
    this.type = given.type();
    this.rows = given.rows().toArray(byte[][]::new);
    this.eventTimes = given.eventTimes().stream().mapToLong(Long::longValue).toArray();
    this.turns = new int[rows.length + STEPS_AFTER_ROWS];
  }

  int rowCount() {
    return rows.length;
  }

  /** When a row happened; rows of a table without event time happened before all others. */
  long eventTime(int row) {
    return eventTimes.length == 0 ? Long.MIN_VALUE : eventTimes[row];
  }

  /**
   * @param turns for each row, the infinite watermark after them and the end, the turn in which it
   *     comes
   */
  void take(int[] turns) {
    this.turns = turns.clone();
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.BOUNDED;
  }

  @Override
  public SourceReader<RowData, NoSplit> createReader(SourceReaderContext context) {
    return new GivenReader(rows, turns, new RowDataSerializer(type));
  }

  @Override
  public SplitEnumerator<NoSplit, NoState> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new NoSplits();
  }

  @Override
  public SplitEnumerator<NoSplit, NoState> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, NoState state) {
    return new NoSplits();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new EmptySerializer<>(new NoSplit());
  }

  @Override
  public SimpleVersionedSerializer<NoState> getEnumeratorCheckpointSerializer() {
    return new EmptySerializer<>(new NoState());
  }

  private record EmptySerializer<T>(T only) implements SimpleVersionedSerializer<T> {
    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T value) {
      return new byte[0];
    }

    @Override
    public T deserialize(int version, byte[] serialized) {
      return only;
    }
  }

  private static final class NoSplits implements SplitEnumerator<NoSplit, NoState> {
    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtaskId, @Nullable String requesterHostname) {}

    @Override
    public void addSplitsBack(List<NoSplit> splits, int subtaskId) {}

    @Override
    public void addReader(int subtaskId) {}

    @Override
    public NoState snapshotState(long checkpointId) {
      return new NoState();
    }

    @Override
    public void close() {}
  }
}
