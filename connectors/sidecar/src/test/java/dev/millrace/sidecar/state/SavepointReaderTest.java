package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse;
import dev.millrace.wire.StateCountResponse.Count;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse;
import dev.millrace.wire.StateResponse.StoredOperator;
import dev.millrace.wire.StateResponse.StoredState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class SavepointReaderTest {
  private static final String TOTALS_SINK =
      "CREATE TABLE c.d.snk (customer STRING, n BIGINT, total BIGINT) WITH ('connector' ="
          + " 'blackhole')";
  private static final String TOTALS =
      "INSERT INTO c.d.snk SELECT customer, COUNT(*), SUM(amount) FROM c.d.orders GROUP BY"
          + " customer";
  private static final Map<String, String> ROCKSDB = Map.of("state.backend.type", "rocksdb");
  private static final Map<String, String> RETAINED =
      Map.of(
          "state.backend.type", "rocksdb",
          "execution.checkpointing.incremental", "true",
          "execution.checkpointing.interval", "1 h",
          "execution.checkpointing.externalized-checkpoint-retention", "RETAIN_ON_CANCELLATION");

  private StateService state;
  private Jobs jobs;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    jobs = new Jobs(folder);
    state = new StateService(jobs.configuration(), folder.resolve("contracts"));
    jobs.write(
        Jobs.ORDERS,
        """
        1,ann,10,2026-01-01 00:00:01
        2,bob,20,2026-01-01 00:00:02
        3,ann,30,2026-01-01 00:00:03
        4,cem,40,2026-01-01 00:00:04
        """);
    jobs.write(Jobs.PAYMENTS, "1,10");
  }

  @AfterAll
  void end() throws Exception {
    state.close();
    jobs.end();
  }

  @ParameterizedTest
  @CsvSource({"hashmap, CANONICAL", "hashmap, NATIVE", "rocksdb, CANONICAL", "rocksdb, NATIVE"})
  void anAggregateIsTold(String backend, SavepointFormatType format) throws Exception {
    JobID job =
        jobs.start(jobs.plan(TOTALS_SINK, TOTALS), Map.of("state.backend.type", backend), null);
    StateResponse savepoint = read(jobs.stop(job, format));

    assertThat(savepoint.kind()).isEqualTo("savepoint");
    assertThat(savepoint.format()).isEqualTo(format.name().toLowerCase(Locale.ROOT));
    assertThat(savepoint.number()).isPositive();
    StoredOperator aggregate = operator(savepoint, "key/group-aggregate.1/group-aggregate");
    assertThat(aggregate.name()).startsWith("GroupAggregate[");
    assertThat(aggregate.id()).hasSize(32);
    assertThat(aggregate.parallelism()).isEqualTo(1);
    assertThat(aggregate.maxParallelism()).isEqualTo(128);
    assertThat(aggregate.bytes()).isPositive();
    assertThat(aggregate.problem()).isNull();
    assertThat(withoutTimers(aggregate))
        .containsExactly(
            new StoredState(
                "accState",
                "value",
                List.of("STRING"),
                List.of(),
                List.of(),
                List.of("BIGINT", "BIGINT"),
                false));
  }

  @Test
  void aSourceHasPositionsAndACoordinator() throws Exception {
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS), Map.of(), null);
    StateResponse savepoint = read(jobs.stop(job, SavepointFormatType.NATIVE));

    StoredOperator source =
        savepoint.operators().stream()
            .filter(each -> String.valueOf(each.uid()).contains("table-source-scan"))
            .findFirst()
            .orElseThrow();
    assertThat(source.coordinatorBytes()).isPositive();
    assertThat(source.states()).extracting(StoredState::kind).contains("positions");
    // A file is no partition of a topic.
    assertThat(source.positions()).isEmpty();
  }

  @Test
  void aTimeToLiveIsToldAndTypesAreThoseOfTheValue() throws Exception {
    Map<String, String> ttl = Map.of("table.exec.state.ttl", "1 h");
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS, ttl), ROCKSDB, null);
    StateResponse savepoint = read(jobs.stop(job, SavepointFormatType.CANONICAL));

    assertThat(withoutTimers(operator(savepoint, "key/group-aggregate.1/group-aggregate")))
        .containsExactly(
            new StoredState(
                "accState",
                "value",
                List.of("STRING"),
                List.of(),
                List.of(),
                List.of("BIGINT", "BIGINT"),
                true));
  }

  @Test
  void aJoinKeepsTheRowsOfBothSides() throws Exception {
    JobID job =
        jobs.start(
            jobs.plan(
                "CREATE TABLE c.d.snk (id BIGINT, customer STRING, paid BIGINT) WITH ('connector'"
                    + " = 'blackhole')",
                "INSERT INTO c.d.snk SELECT o.id, o.customer, p.paid FROM c.d.orders o JOIN"
                    + " c.d.payments p ON o.id = p.order_id"),
            Map.of(),
            null);
    StateResponse savepoint = read(jobs.stop(job, SavepointFormatType.CANONICAL));

    assertThat(withoutTimers(operator(savepoint, "key/join.1/join")))
        .containsExactlyInAnyOrder(
            new StoredState(
                "left-records",
                "map",
                List.of("BIGINT"),
                List.of(),
                List.of("BIGINT", "STRING"),
                List.of("INT"),
                false),
            new StoredState(
                "right-records",
                "map",
                List.of("BIGINT"),
                List.of(),
                List.of("BIGINT", "BIGINT"),
                List.of("INT"),
                false));
  }

  @Test
  void aWindowHasANamespaceAndTimers() throws Exception {
    JobID job =
        jobs.start(
            jobs.plan(
                "CREATE TABLE c.d.snk (customer STRING, e TIMESTAMP(3), total BIGINT) WITH"
                    + " ('connector' = 'blackhole')",
                "INSERT INTO c.d.snk SELECT customer, window_end, SUM(amount) FROM TABLE("
                    + "TUMBLE(TABLE c.d.orders, DESCRIPTOR(ts), INTERVAL '10' SECOND)) GROUP BY"
                    + " customer, window_start, window_end"),
            ROCKSDB,
            null);
    StateResponse savepoint = read(jobs.stop(job, SavepointFormatType.NATIVE));

    StoredOperator window =
        savepoint.operators().stream()
            .filter(
                each -> each.states().stream().anyMatch(one -> one.name().equals("window-aggs")))
            .findFirst()
            .orElseThrow();
    assertThat(window.states())
        .extracting(StoredState::kind)
        .containsExactlyInAnyOrder("value", "timers", "timers", "operator");
    assertThat(window.states())
        .filteredOn(one -> one.name().equals("window-aggs"))
        .singleElement()
        .satisfies(
            aggregates -> {
              assertThat(aggregates.namespace()).containsExactly("BIGINT");
              assertThat(aggregates.value()).contains("BIGINT");
            });
  }

  @Test
  void theNewestRowsOfATopNAreKept() throws Exception {
    JobID job =
        jobs.start(
            jobs.plan(
                "CREATE TABLE c.d.snk (customer STRING, id BIGINT, amount BIGINT) WITH"
                    + " ('connector' = 'blackhole')",
                "INSERT INTO c.d.snk SELECT customer, id, amount FROM (SELECT *, ROW_NUMBER() OVER"
                    + " (PARTITION BY customer ORDER BY amount DESC) AS r FROM c.d.orders) WHERE r"
                    + " <= 2"),
            Map.of(),
            null);
    StateResponse savepoint = read(jobs.stop(job, SavepointFormatType.NATIVE));

    assertThat(withoutTimers(operator(savepoint, "key/rank.1/rank")))
        .extracting(StoredState::kind)
        .containsOnly("map");
  }

  @Test
  void aRetainedIncrementalCheckpointIsRead() throws Exception {
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS), RETAINED, null);
    StateResponse checkpoint = read(jobs.checkpoint(job));
    jobs.cancel(job);

    assertThat(checkpoint.kind()).isEqualTo("checkpoint");
    assertThat(checkpoint.format()).isEqualTo("native");
    assertThat(withoutTimers(operator(checkpoint, "key/group-aggregate.1/group-aggregate")))
        .extracting(StoredState::name)
        .containsExactly("accState");
  }

  @ParameterizedTest
  @CsvSource({"hashmap", "rocksdb"})
  void theEntriesOfACanonicalSavepointAreCounted(String backend) throws Exception {
    JobID job =
        jobs.start(jobs.plan(TOTALS_SINK, TOTALS), Map.of("state.backend.type", backend), null);
    Count count = awaitEntries(job, 3);

    assertThat(count.entries()).isEqualTo(3);
    assertThat(count.bytes()).isPositive();
    jobs.cancel(job);
  }

  @Test
  void whyANativeSavepointIsNotCountedIsSaid() throws Exception {
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS), ROCKSDB, null);
    String path = jobs.stop(job, SavepointFormatType.NATIVE);

    StateCountResponse count = count(path);

    assertThat(count.why()).contains("only a canonical savepoint");
    assertThat(count.states()).isEmpty();
  }

  @Test
  void everyFileIsLookedUp() throws Exception {
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS), RETAINED, null);
    String path = jobs.checkpoint(job);
    jobs.cancel(job);
    Path shared = Path.of(path).resolveSibling("shared");

    StateResponse whole = state.read(new StateRequest(path, null, true));
    Path gone;
    try (Stream<Path> files = Files.list(shared)) {
      gone = files.findFirst().orElseThrow();
    }
    Files.delete(gone);
    StateResponse broken = state.read(new StateRequest(path, null, true));

    assertThat(whole.files()).isPositive();
    assertThat(whole.missing()).isEmpty();
    assertThat(broken.missing())
        .singleElement()
        .satisfies(
            file -> {
              assertThat(file.path()).endsWith(String.valueOf(gone.getFileName()));
              assertThat(file.reason()).isEqualTo("it is not there");
            });
  }

  @Test
  void aFileThatWasCutOffIsNotWhole() throws Exception {
    JobID job = jobs.start(jobs.plan(TOTALS_SINK, TOTALS), RETAINED, null);
    String path = jobs.checkpoint(job);
    jobs.cancel(job);
    Path cut;
    try (Stream<Path> files = Files.list(Path.of(path).resolveSibling("shared"))) {
      cut = files.findFirst().orElseThrow();
    }
    long size = Files.size(cut);
    Files.write(cut, new byte[] {1});

    assertThat(state.read(new StateRequest(path, null, true)).missing())
        .singleElement()
        .satisfies(
            file -> assertThat(file.reason()).isEqualTo("it has 1 bytes and should have " + size));
  }

  @Test
  void aPathWithNothingIsSaid(@TempDir Path folder) {
    assertThat(failure(folder.resolve("gone").toString()))
        .hasMessage("There is no checkpoint or savepoint at " + folder.resolve("gone"))
        .returns(FailureKind.STATE_OUT_OF_REACH, CallFailedException::kind);
  }

  @Test
  void aFolderWithoutMetadataIsSaid(@TempDir Path folder) {
    assertThat(failure(folder.toString()))
        .hasMessageContaining("has no _metadata: what was written there was never completed")
        .returns(FailureKind.STATE_UNREADABLE, CallFailedException::kind);
  }

  @Test
  void metadataThatIsNoneIsSaid(@TempDir Path folder) throws Exception {
    Files.writeString(folder.resolve("_metadata"), "no metadata");

    assertThat(failure(folder.toString())).hasMessageContaining("cut off, damaged or no savepoint");
  }

  @Test
  void aFileSystemThatIsNotHereIsSaid() {
    assertThat(failure("gs://bucket/savepoint-1"))
        .hasMessageContaining("no file system for gs:")
        .returns(FailureKind.STATE_OUT_OF_REACH, CallFailedException::kind);
  }

  @Test
  void anotherMinorVersionIsRefusedWithTheReason() {
    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class,
            () -> state.read(new StateRequest("/anywhere", "1.20.3", false)));

    assertThat(failure.kind()).isEqualTo(FailureKind.STATE_UNREADABLE);
    assertThat(failure).hasMessageContaining("It was written by Flink 1.20.3");
  }

  private CallFailedException failure(String path) {
    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class, () -> state.read(new StateRequest(path, null, false)));
    assertThat(failure.kind()).isIn(FailureKind.STATE_UNREADABLE, FailureKind.STATE_OUT_OF_REACH);
    return failure;
  }

  private StateResponse read(String path) throws CallFailedException {
    return state.read(new StateRequest(path, "2.3.1", false));
  }

  private StateCountResponse count(String path) throws CallFailedException {
    StoredOperator aggregate = operator(read(path), "key/group-aggregate.1/group-aggregate");
    return state.count(new StateCountRequest(path, null, aggregate.id()));
  }

  /** Rows come when a folder is listed, which takes a moment. */
  private Count awaitEntries(JobID job, long entries) throws Exception {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (true) {
      Count count =
          count(jobs.savepoint(job, SavepointFormatType.CANONICAL)).states().stream()
              .filter(each -> each.name().equals("accState"))
              .findFirst()
              .orElseThrow();
      if (count.entries() == entries || Instant.now().isAfter(end)) {
        return count;
      }
    }
  }

  /** Every operator with a key can set timers, whether or not it does. */
  private static List<StoredState> withoutTimers(StoredOperator operator) {
    return operator.states().stream().filter(each -> !each.kind().equals("timers")).toList();
  }

  private static StoredOperator operator(StateResponse savepoint, String uid) {
    return savepoint.operators().stream()
        .filter(operator -> uid.equals(operator.uid()))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + uid + " in " + savepoint.operators()));
  }
}
