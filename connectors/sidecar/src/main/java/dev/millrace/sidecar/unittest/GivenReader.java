package dev.millrace.sidecar.unittest;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.runtime.typeutils.RowDataSerializer;

/**
 * Gives each row in its turn, then an infinite watermark, then ends. Turn 0 is open from the start;
 * turn n opens when checkpoint {@code 2n} has completed, see {@link Turns}.
 */
final class GivenReader implements SourceReader<RowData, GivenSource.NoSplit> {
  private final byte[][] rows;
  private final int[] turns;
  private final RowDataSerializer serializer;

  private int next;
  private int open;
  private CompletableFuture<Void> available = new CompletableFuture<>();

  GivenReader(byte[][] rows, int[] turns, RowDataSerializer serializer) {
    this.rows = rows.clone();
    this.turns = turns.clone();
    this.serializer = serializer;
  }

  @Override
  public void start() {}

  @Override
  public InputStatus pollNext(ReaderOutput<RowData> output) {
    if (!isOpen()) {
      return InputStatus.NOTHING_AVAILABLE;
    }
    int step = next;
    next++;
    if (step < rows.length) {
      output.collect(GivenRows.read(rows[step], serializer));
    } else if (step == rows.length) {
      output.emitWatermark(Watermark.MAX_WATERMARK);
    } else {
      return InputStatus.END_OF_INPUT;
    }
    return isOpen() ? InputStatus.MORE_AVAILABLE : InputStatus.NOTHING_AVAILABLE;
  }

  private boolean isOpen() {
    return next < turns.length && turns[next] <= open;
  }

  @Override
  public CompletableFuture<Void> isAvailable() {
    if (isOpen()) {
      return CompletableFuture.completedFuture(null);
    }
    if (available.isDone()) {
      available = new CompletableFuture<>();
    }
    return available;
  }

  @Override
  public void notifyCheckpointComplete(long checkpointId) {
    open = Math.max(open, Turns.openedBy(checkpointId));
    if (isOpen()) {
      available.complete(null);
    }
  }

  /** Before a turn is closed, what was to come in it must have come. */
  @Override
  public List<GivenSource.NoSplit> snapshotState(long checkpointId) {
    int closing = Turns.closedBy(checkpointId);
    if (next < turns.length && turns[next] <= closing) {
      throw new IllegalStateException("a given row missed its turn");
    }
    return List.of();
  }

  @Override
  public void addSplits(List<GivenSource.NoSplit> splits) {}

  @Override
  public void notifyNoMoreSplits() {}

  @Override
  public void close() {}
}
