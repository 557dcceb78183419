package dev.millrace.sidecar.records;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.sidecar.planner.PlannerService;
import dev.millrace.tables.skip.Fingerprint;
import dev.millrace.wire.CompileRequest;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.kafka.shaded.org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.flink.util.InstantiationUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are read as Kafka's own source reads them, and left out by what they are. */
@TestInstance(Lifecycle.PER_CLASS)
class RecordDecoderTest {
  private static final String SINK =
      "CREATE TABLE c.d.snk (k BIGINT, v BIGINT) WITH ('connector' = 'blackhole')";
  private static final String GOOD = "{\"k\":1,\"v\":2}";
  private static final String BAD = "{\"k\": oops}";

  private PlannerService planner;

  @BeforeAll
  void startPlanner() {
    planner = new PlannerService();
  }

  @AfterAll
  void stopPlanner() {
    planner.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "json | {\"k\":1,\"v\":2} | {\"k\": oops}",
        "csv | 1,2 | one,2",
        "debezium-json | {\"before\":null,\"after\":{\"k\":1,\"v\":2},\"op\":\"c\"} |"
            + " {\"op\":\"?\"}",
      })
  void whatItsFormatCannotReadIsFound(String format, String good, String bad) throws Exception {
    RecordDecoder decoder = decoder("'connector' = 'kafka', 'format' = '" + format + "'");

    reads(decoder, null, good);
    refuses(decoder, null, bad);
  }

  @Test
  void optionsOfTheFormatCount() throws Exception {
    String strict = "'connector' = 'kafka', 'format' = 'json', 'json.fail-on-missing-field' = '%s'";

    refuses(decoder(strict.formatted("true")), null, "{\"k\":1}");
    reads(decoder(strict.formatted("false")), null, "{\"k\":1}");
  }

  @Test
  void aMessageIsLeftOutByItsBytesAlone() throws Exception {
    RecordDecoder decoder =
        decoder(
            "'connector' = 'kafka', 'format' = 'millrace-skipping',"
                + " 'millrace-skipping.format' = 'json',"
                + " 'millrace-skipping.json.fail-on-missing-field' = 'true',"
                + " 'millrace-skipping.messages' = '"
                + fingerprint(BAD)
                + ";"
                + fingerprint("[")
                + "'");

    reads(decoder, null, BAD);
    reads(decoder, null, "[");
    reads(decoder, null, GOOD);
    refuses(decoder, null, "{\"k\": oopz}");
    refuses(decoder, null, "{\"k\":1}");
  }

  /** As the plan of a job has it once it was told to leave one out. */
  @Test
  void keysAndValuesAreLeftOutEachForItself() throws Exception {
    RecordDecoder decoder =
        decoder(
            "'connector' = 'upsert-kafka', 'key.format' = 'millrace-skipping',"
                + " 'key.millrace-skipping.format' = 'json',"
                + " 'key.millrace-skipping.messages' = '"
                + fingerprint("bad key")
                + "', 'value.format' = 'millrace-skipping',"
                + " 'value.millrace-skipping.format' = 'json',"
                + " 'value.millrace-skipping.messages' = '"
                + fingerprint(BAD)
                + "'");

    reads(decoder, "{\"k\":1}", GOOD);
    reads(decoder, "{\"k\":1}", null);
    reads(decoder, "bad key", GOOD);
    reads(decoder, "bad key", null);
    reads(decoder, "{\"k\":1}", BAD);
    refuses(decoder, "other key", GOOD);
    refuses(decoder, "{\"k\":1}", "bad key");
  }

  @Test
  void anUnknownFormatInsideIsRefusedByName() {
    assertThatThrownBy(
            () ->
                decoder(
                    "'connector' = 'kafka', 'format' = 'millrace-skipping',"
                        + " 'millrace-skipping.format' = 'jason',"
                        + " 'millrace-skipping.messages' = '"
                        + fingerprint(BAD)
                        + "'"))
        .hasStackTraceContaining("jason");
  }

  private static String fingerprint(String message) {
    return Fingerprint.of(message.getBytes(UTF_8));
  }

  private static void reads(RecordDecoder decoder, @Nullable String key, @Nullable String value) {
    assertThatCode(() -> decoder.read(record(key, value))).doesNotThrowAnyException();
  }

  private static void refuses(RecordDecoder decoder, @Nullable String key, String value) {
    assertThatThrownBy(() -> decoder.read(record(key, value))).isNotNull();
  }

  private static ConsumerRecord<byte[], byte[]> record(
      @Nullable String key, @Nullable String value) {
    return new ConsumerRecord<>(
        "src",
        0,
        7,
        key == null ? null : key.getBytes(UTF_8),
        value == null ? null : value.getBytes(UTF_8));
  }

  private RecordDecoder decoder(String options) throws Exception {
    String key = options.contains("upsert") ? ", PRIMARY KEY (k) NOT ENFORCED" : "";
    String start = options.contains("'kafka'") ? ", 'scan.startup.mode' = 'earliest-offset'" : "";
    String insert =
        options.contains("upsert") || options.contains("debezium")
            ? "INSERT INTO c.d.changes SELECT k, v FROM c.d.src"
            : "INSERT INTO c.d.snk SELECT k, v FROM c.d.src";
    String plan =
        planner
            .compile(
                new CompileRequest(
                    List.of(
                        "CREATE TABLE c.d.src (k BIGINT, v BIGINT"
                            + key
                            + ") WITH ("
                            + options
                            + start
                            + ", 'topic' = 'src', 'properties.bootstrap.servers' = 'nobody:1')",
                        SINK,
                        "CREATE TABLE c.d.changes (k BIGINT, v BIGINT, PRIMARY KEY (k) NOT"
                            + " ENFORCED) WITH ('connector' = 'upsert-kafka', 'topic' = 'snk',"
                            + " 'key.format' = 'json', 'value.format' = 'json',"
                            + " 'properties.bootstrap.servers' = 'nobody:1')"),
                    List.of(insert),
                    Map.of()))
            .plan();
    Map<String, Source<?, ?, ?>> sources =
        PlanGraph.sources(plan, Map.of("table.exec.uid.generation", "ALWAYS"));
    assertThat(sources).hasSize(1);
    Source<?, ?, ?> source = sources.values().iterator().next();
    assertThat(RecordDecoder.reads(source)).isTrue();
    // As it travels to the cluster.
    return RecordDecoder.of(
        InstantiationUtil.clone(source, RecordDecoderTest.class.getClassLoader()));
  }
}
