package dev.millrace.tables.skip;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import org.apache.flink.api.common.serialization.DeserializationSchema;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.table.data.RowData;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/** Reads messages as another schema does, but for those that are left out. */
final class SkippingSchema implements DeserializationSchema<RowData> {
  private static final long serialVersionUID = 1L;

  private final DeserializationSchema<RowData> inner;
  private final HashSet<String> messages;

  /** Few messages have the length of one that is left out, so few are digested. */
  private final HashSet<Integer> lengths = new HashSet<>();

  SkippingSchema(DeserializationSchema<RowData> inner, List<String> messages) {
    this.inner = inner;
    this.messages = new HashSet<>(messages);
    for (String message : messages) {
      lengths.add(Integer.valueOf(message.substring(0, message.indexOf(':'))));
    }
  }

  @Override
  public void open(InitializationContext context) throws Exception {
    inner.open(context);
  }

  @Override
  public @Nullable RowData deserialize(byte @Nullable [] message) throws IOException {
    return isLeftOut(message) ? null : inner.deserialize(message);
  }

  @Override
  public void deserialize(byte @Nullable [] message, Collector<RowData> out) throws IOException {
    if (!isLeftOut(message)) {
      inner.deserialize(message, out);
    }
  }

  private boolean isLeftOut(byte @Nullable [] message) {
    return message != null
        && lengths.contains(message.length)
        && messages.contains(Fingerprint.of(message));
  }

  @Override
  public boolean isEndOfStream(RowData next) {
    return inner.isEndOfStream(next);
  }

  @Override
  public TypeInformation<RowData> getProducedType() {
    return inner.getProducedType();
  }
}
