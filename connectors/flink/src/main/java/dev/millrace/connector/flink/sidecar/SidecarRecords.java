package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.Done;
import dev.millrace.wire.RecordsCopyRequest;
import dev.millrace.wire.RecordsRequest;
import dev.millrace.wire.RecordsResponse;
import dev.millrace.wire.TopicPosition;
import dev.millrace.wire.Wire;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Records, through the formats and the Kafka client in the sidecar. */
public final class SidecarRecords implements RecordTools {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final SidecarClient client;

  public SidecarRecords(SidecarClient client) {
    this.client = requireNonNull(client, "client");
  }

  @Override
  public Search unreadable(
      String plan,
      Map<String, String> settings,
      List<SourceStand> sources,
      int most,
      Bindings bindings) {
    List<String> texts = new ArrayList<>(settings.values());
    texts.add(plan);
    sources.forEach(source -> texts.addAll(source.clientProperties().values()));
    RecordsResponse response =
        client.call(
            Wire.RECORDS,
            new RecordsRequest(
                plan,
                WireMapping.bindings(bindings, texts),
                settings,
                sources.stream().map(SidecarRecords::source).toList(),
                most),
            RecordsResponse.class,
            TIMEOUT);
    return new Search(
        response.records().stream().map(SidecarRecords::record).toList(),
        response.read(),
        response.whole());
  }

  @Override
  public void copy(
      List<UnreadableRecord> records,
      Map<String, String> clientProperties,
      String into,
      Bindings bindings) {
    client.call(
        Wire.RECORDS_COPY,
        new RecordsCopyRequest(
            clientProperties,
            WireMapping.bindings(bindings, clientProperties.values()),
            records.stream()
                .map(
                    record ->
                        new RecordsCopyRequest.RecordToCopy(
                            record.topic(), record.partition(), record.offset(), record.says()))
                .toList(),
            into),
        Done.class,
        TIMEOUT);
  }

  private static RecordsRequest.RecordSource source(SourceStand source) {
    return new RecordsRequest.RecordSource(
        source.uid(),
        source.clientProperties(),
        source.positions().stream()
            .map(
                position ->
                    new TopicPosition(position.topic(), position.partition(), position.offset()))
            .toList());
  }

  private static UnreadableRecord record(RecordsResponse.UnreadableRecord record) {
    return new UnreadableRecord(
        record.uid(),
        record.topic(),
        record.partition(),
        record.offset(),
        Instant.ofEpochMilli(record.writtenAt()),
        record.part().equals("key"),
        record.fingerprint(),
        Optional.ofNullable(record.key()),
        Optional.ofNullable(record.value()),
        record.says());
  }
}
