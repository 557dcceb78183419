package dev.millrace.sidecar.state;

import java.util.List;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.runtime.state.FullSnapshotResources;
import org.apache.flink.runtime.state.KeyGroupRange;
import org.apache.flink.runtime.state.KeyValueStateIterator;
import org.apache.flink.runtime.state.StreamCompressionDecorator;
import org.apache.flink.runtime.state.UncompressedStreamCompressionDecorator;
import org.apache.flink.runtime.state.metainfo.StateMetaInfoSnapshot;

/**
 * What Flink's own writer of canonical savepoints asks for.
 *
 * @param states of the new plan, whose description leads the file
 */
record MigratedSnapshot<K>(
    TypeSerializer<K> key,
    List<StateMetaInfoSnapshot> states,
    KeyGroupRange range,
    MigratedEntries entries)
    implements FullSnapshotResources<K> {
  MigratedSnapshot {
    states = List.copyOf(states);
  }

  @Override
  public List<StateMetaInfoSnapshot> getMetaInfoSnapshots() {
    return states;
  }

  @Override
  public KeyValueStateIterator createKVStateIterator() {
    return entries;
  }

  @Override
  public KeyGroupRange getKeyGroupRange() {
    return range;
  }

  @Override
  public TypeSerializer<K> getKeySerializer() {
    return key;
  }

  @Override
  public StreamCompressionDecorator getStreamCompressionDecorator() {
    return UncompressedStreamCompressionDecorator.INSTANCE;
  }

  @Override
  public void release() {}
}
