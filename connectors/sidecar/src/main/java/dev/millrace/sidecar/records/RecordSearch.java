package dev.millrace.sidecar.records;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.planner.Findings;
import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.tables.skip.Fingerprint;
import dev.millrace.wire.RecordsRequest;
import dev.millrace.wire.RecordsRequest.RecordSource;
import dev.millrace.wire.RecordsResponse;
import dev.millrace.wire.RecordsResponse.UnreadableRecord;
import dev.millrace.wire.TopicPosition;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.KafkaException;
import org.apache.flink.kafka.shaded.org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Answers {@code /v1/records}. Several threads may call it. */
final class RecordSearch {
  /** A job that fails over a record is seldom further than this from its last checkpoint. */
  private static final long MOST_READ = 1_000_000;

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final int SHOWN = 200;

  private static final long EARLIEST = -2;
  private static final long LATEST = -1;

  /**
   * Tries all records from where the sources stand.
   *
   * @throws CallFailedException INVALID_REQUEST, SQL_INVALID when the plan makes no sources,
   *     TOPIC_FAILED; never with a value of the bindings
   */
  RecordsResponse search(RecordsRequest request) throws CallFailedException {
    BoundValues values = new BoundValues(request.bindings());
    Map<String, Source<?, ?, ?>> sources = sources(request, values);
    Found found = new Found(request.most(), System.nanoTime() + PATIENCE.toNanos());
    for (RecordSource wanted : request.sources()) {
      for (Map.Entry<String, Source<?, ?, ?>> source : sources.entrySet()) {
        if (isMadeOf(source.getKey(), wanted.uid()) && RecordDecoder.reads(source.getValue())) {
          search(wanted, source.getValue(), values, found);
        }
      }
    }
    return new RecordsResponse(found.records, found.read, found.whole);
  }

  /** Whether Flink makes that UID of the format that is set on the node. */
  private static boolean isMadeOf(String uid, String format) {
    int at = format.indexOf("<transformation>");
    return at < 0
        ? uid.equals(format)
        : uid.startsWith(format.substring(0, at))
            && uid.endsWith(format.substring(at + "<transformation>".length()));
  }

  private static Map<String, Source<?, ?, ?>> sources(RecordsRequest request, BoundValues values)
      throws CallFailedException {
    values.requireAllIn(List.of(request.plan()));
    try {
      return PlanGraph.sources(
          values.resolveInJson(request.plan()), values.resolve(request.settings()));
    } catch (Exception e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID,
          "The plan makes no sources: " + values.redact(Findings.messageOf(e)));
    }
  }

  private static void search(
      RecordSource wanted, Source<?, ?, ?> source, BoundValues values, Found found)
      throws CallFailedException {
    RecordDecoder decoder;
    try {
      decoder = RecordDecoder.of(source);
    } catch (Exception e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID,
          "The format cannot be opened here: " + values.redact(String.valueOf(e.getMessage())));
    }
    try (KafkaConsumer<byte[], byte[]> consumer =
        Consumers.open(wanted.clientProperties(), values)) {
      List<TopicPartition> partitions = assign(consumer, wanted.positions());
      Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
      while (partitions.stream()
          .anyMatch(each -> consumer.position(each) < ends.getOrDefault(each, 0L))) {
        if (found.isEnough()) {
          found.whole = false;
          return;
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
          tryRecord(wanted.uid(), record, decoder, values, found);
        }
      }
    } catch (KafkaException e) {
      throw Consumers.failed(e, values);
    }
  }

  private static List<TopicPartition> assign(
      KafkaConsumer<byte[], byte[]> consumer, List<TopicPosition> positions) {
    List<TopicPartition> partitions =
        positions.stream().map(each -> new TopicPartition(each.topic(), each.partition())).toList();
    consumer.assign(partitions);
    for (TopicPosition position : positions) {
      TopicPartition partition = new TopicPartition(position.topic(), position.partition());
      if (position.offset() == LATEST) {
        consumer.seekToEnd(List.of(partition));
      } else if (position.offset() <= EARLIEST) {
        consumer.seekToBeginning(List.of(partition));
      } else {
        consumer.seek(partition, position.offset());
      }
    }
    return partitions;
  }

  private static void tryRecord(
      String uid,
      ConsumerRecord<byte[], byte[]> record,
      RecordDecoder decoder,
      BoundValues values,
      Found found) {
    if (found.isEnough()) {
      return;
    }
    found.read++;
    try {
      decoder.read(record);
    } catch (Exception e) {
      found.records.add(unreadable(uid, record, decoder, values.redact(words(e))));
    }
  }

  private static UnreadableRecord unreadable(
      String uid, ConsumerRecord<byte[], byte[]> record, RecordDecoder decoder, String says) {
    byte[] value = record.value();
    boolean key = record.key() != null && isOfTheKey(record, decoder);
    byte[] bad = key || value == null ? record.key() : value;
    return new UnreadableRecord(
        uid,
        record.topic(),
        record.partition(),
        record.offset(),
        record.timestamp(),
        key || value == null ? "key" : "value",
        Fingerprint.of(bad == null ? new byte[0] : bad),
        shown(record.key()),
        shown(value),
        says);
  }

  /** Without its value it is a deletion, or nothing: who fails all the same fails over the key. */
  private static boolean isOfTheKey(ConsumerRecord<byte[], byte[]> record, RecordDecoder decoder) {
    try {
      decoder.read(
          new ConsumerRecord<>(
              record.topic(), record.partition(), record.offset(), record.key(), null));
      return false;
    } catch (Exception e) {
      return true;
    }
  }

  /** The innermost words: those around them say that a record could not be read. */
  private static String words(Throwable thrown) {
    Throwable deepest = thrown;
    while (deepest.getCause() != null && deepest.getCause() != deepest) {
      deepest = deepest.getCause();
    }
    String message = deepest.getMessage();
    return message == null
        ? deepest.getClass().getSimpleName()
        : message.lines().findFirst().orElse("");
  }

  private static @Nullable String shown(byte @Nullable [] bytes) {
    if (bytes == null) {
      return null;
    }
    String text;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      text = "0x" + HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, SHOWN));
    }
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…";
  }

  /** What has been found so far. */
  private static final class Found {
    private final List<UnreadableRecord> records = new ArrayList<>();
    private final int most;
    private final long until;
    private long read;
    private boolean whole = true;

    private Found(int most, long until) {
      this.most = most;
      this.until = until;
    }

    private boolean isEnough() {
      return records.size() >= most || read >= MOST_READ || System.nanoTime() > until;
    }
  }
}
