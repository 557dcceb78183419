package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateCountRequest;
import dev.millrace.wire.StateCountResponse.Count;
import dev.millrace.wire.StateNoteRequest;
import dev.millrace.wire.StateNotesRequest;
import dev.millrace.wire.StateRehearsalRequest;
import dev.millrace.wire.StateRehearsalResponse;
import dev.millrace.wire.StateRequest;
import dev.millrace.wire.StateResponse.StoredOperator;
import dev.millrace.wire.StateRewriteRequest;
import dev.millrace.wire.StateRewriteResponse;
import dev.millrace.wire.StateTidyRequest;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
import org.junit.jupiter.params.provider.EnumSource;

/** Plain Flink starts jobs from what was rewritten. */
@TestInstance(Lifecycle.PER_CLASS)
class MetadataRewriteTest {
  private static final String SINK =
      "CREATE TABLE c.d.snk (customer STRING, n BIGINT) WITH ('connector' = 'blackhole')";
  private static final String COUNTS =
      "INSERT INTO c.d.snk SELECT customer, COUNT(*) FROM c.d.orders GROUP BY customer";
  private static final Map<String, String> ROCKSDB = Map.of("state.backend.type", "rocksdb");

  private Jobs jobs;
  private StateService state;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    jobs = new Jobs(folder);
    state = new StateService(jobs.configuration(), folder.resolve("contracts"));
    jobs.write(
        Jobs.ORDERS,
        """
        1,ann,10,2026-01-01 00:00:01
        2,bob,20,2026-01-01 00:00:02
        3,cem,30,2026-01-01 00:00:03
        """);
  }

  @AfterAll
  void end() throws Exception {
    state.close();
    jobs.end();
  }

  @ParameterizedTest
  @EnumSource(SavepointFormatType.class)
  void aJobWithOtherUidsGoesOnFromWhatWasRenamed(SavepointFormatType format) throws Exception {
    String before = jobs.plan(SINK, COUNTS);
    String stored = stopWithThreeCustomers(before, format);
    Map<String, String> uids = new LinkedHashMap<>();
    for (StoredOperator operator : operators(stored)) {
      uids.put(operator.id(), String.valueOf(operator.uid()).replaceFirst("^key/", "moved/"));
    }

    StateRewriteResponse rewritten =
        state.rewrite(new StateRewriteRequest(stored, null, "_metadata-moved", uids, List.of()));
    String after = before.replace("\"key/", "\"moved/");
    JobID job = jobs.start(after, ROCKSDB, rewritten.path());
    String again = jobs.stop(job, SavepointFormatType.CANONICAL);

    assertThat(rewritten.droppedBytes()).isZero();
    assertThat(operators(again)).extracting(StoredOperator::uid).allMatch(this::isMoved);
    assertThat(customers(again, "moved/group-aggregate.1/group-aggregate")).isEqualTo(3);
    assertThat(source(again).coordinatorBytes()).isPositive();
  }

  @Test
  void whatIsDroppedStartsEmptyAndTheRestGoesOn() throws Exception {
    String plan = jobs.plan(SINK, COUNTS);
    String stored = stopWithThreeCustomers(plan, SavepointFormatType.NATIVE);
    StoredOperator aggregate = operator(stored, "key/group-aggregate.1/group-aggregate");

    StateRewriteResponse rewritten =
        state.rewrite(
            new StateRewriteRequest(
                stored, null, "_metadata-dropped", Map.of(), List.of(aggregate.id())));
    JobID job = jobs.start(plan, ROCKSDB, rewritten.path());
    String again = jobs.stop(job, SavepointFormatType.CANONICAL);

    assertThat(rewritten.droppedBytes()).isEqualTo(aggregate.bytes());
    // The source goes on behind the file it has read, so nobody is counted again.
    assertThat(customers(again, "key/group-aggregate.1/group-aggregate")).isZero();
  }

  @Test
  void theMetadataThatWasThereStaysAsItIs() throws Exception {
    String stored = stopWithThreeCustomers(jobs.plan(SINK, COUNTS), SavepointFormatType.NATIVE);
    Path metadata = Path.of(URI.create(stored)).resolve("_metadata");
    byte[] before = Files.readAllBytes(metadata);
    StoredOperator any = operators(stored).get(0);

    state.rewrite(
        new StateRewriteRequest(stored, null, "_metadata-x", Map.of(any.id(), "x"), List.of()));

    assertThat(Files.readAllBytes(metadata)).isEqualTo(before);
    assertThat(
            failure(
                new StateRewriteRequest(
                    stored, null, "_metadata-x", Map.of(any.id(), "y"), List.of())))
        .hasMessageContaining("is already there");
    assertThat(
            failure(new StateRewriteRequest(stored, null, "_metadata", Map.of(), List.of())).kind())
        .isEqualTo(FailureKind.INVALID_REQUEST);
  }

  /** Flink fails to delete a savepoint whose folder is not empty after its own files are gone. */
  @Test
  void beforeASavepointIsDeletedWhatWasWrittenBesideItGoes() throws Exception {
    String stored = stopWithThreeCustomers(jobs.plan(SINK, COUNTS), SavepointFormatType.CANONICAL);
    Path folder = Path.of(URI.create(stored));
    Set<Path> before = files(folder);
    state.rewrite(
        new StateRewriteRequest(
            stored, null, "_metadata-x", Map.of(operators(stored).get(0).id(), "x"), List.of()));
    Files.writeString(folder.resolve("._metadata-y.unfinished"), "half");
    state.note(new StateNoteRequest(stored, Map.of("model", "counts")));
    StateNotesRequest there = new StateNotesRequest(String.valueOf(folder.getParent()));
    assertThat(state.notes(there).notes()).hasSize(1);

    assertThat(state.tidy(new StateTidyRequest(stored, null)).files()).isEqualTo(2);
    assertThat(files(folder)).isEqualTo(before);
    assertThat(state.notes(there).notes()).isEmpty();
  }

  private static Set<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.collect(Collectors.toSet());
    }
  }

  @ParameterizedTest
  @EnumSource(SavepointFormatType.class)
  void whatFlinkWouldTakeAndWhatItWouldNotIsSeenBesideEverythingThatRuns(SavepointFormatType format)
      throws Exception {
    String plan = jobs.plan(SINK, COUNTS);
    String stored = stopWithThreeCustomers(plan, format);
    String stripped =
        state
            .rewrite(
                new StateRewriteRequest(
                    stored, null, "_metadata-rehearsal", Map.of(), List.of(source(stored).id())))
            .path();

    assertThat(rehearsed(stripped, plan).failure()).isNull();
    // The same UIDs, and an accumulator of a text where there is one of a number.
    String otherForm =
        jobs.plan(
            SINK.replace("n BIGINT", "n STRING"),
            COUNTS.replace("COUNT(*)", "MAX(CAST(id AS STRING))"));
    assertThat(rehearsed(stripped, otherForm).failure()).contains("serializer");
    String strange =
        state
            .rewrite(
                new StateRewriteRequest(
                    stored,
                    null,
                    "_metadata-strange",
                    Map.of(
                        operator(stored, "key/group-aggregate.1/group-aggregate").id(), "strange"),
                    List.of(source(stored).id())))
            .path();
    assertThat(rehearsed(strange, plan).failure()).contains("Cannot map");
  }

  private StateRehearsalResponse rehearsed(String path, String plan) throws Exception {
    return state.rehearse(new StateRehearsalRequest(path, null, plan, ROCKSDB));
  }

  @Test
  void anOperatorThatIsNotThereIsRefused() throws Exception {
    String stored = stopWithThreeCustomers(jobs.plan(SINK, COUNTS), SavepointFormatType.NATIVE);

    assertThat(
            failure(
                new StateRewriteRequest(
                    stored, null, "_metadata-y", Map.of(), List.of("0".repeat(32)))))
        .hasMessage("The savepoint holds no operator " + "0".repeat(32));
  }

  @Test
  void twoOperatorsNeverGetOneId() throws Exception {
    String stored = stopWithThreeCustomers(jobs.plan(SINK, COUNTS), SavepointFormatType.NATIVE);
    Map<String, String> same = new LinkedHashMap<>();
    operators(stored).forEach(operator -> same.put(operator.id(), "same"));

    assertThat(failure(new StateRewriteRequest(stored, null, "_metadata-z", same, List.of())))
        .hasMessageContaining("Two operators would have the id");
  }

  private CallFailedException failure(StateRewriteRequest request) {
    return catchThrowableOfType(CallFailedException.class, () -> state.rewrite(request));
  }

  private boolean isMoved(String uid) {
    return uid.startsWith("moved/");
  }

  private String stopWithThreeCustomers(String plan, SavepointFormatType format) throws Exception {
    JobID job = jobs.start(plan, ROCKSDB, null);
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (Instant.now().isBefore(end)) {
      String savepoint = jobs.savepoint(job, SavepointFormatType.CANONICAL);
      if (customers(savepoint, "key/group-aggregate.1/group-aggregate") == 3) {
        return jobs.stop(job, format);
      }
    }
    throw new AssertionError("the rows did not come");
  }

  private List<StoredOperator> operators(String path) throws Exception {
    return state.read(new StateRequest(path, null, false)).operators();
  }

  private StoredOperator operator(String path, String uid) throws Exception {
    return operators(path).stream()
        .filter(operator -> uid.equals(operator.uid()))
        .findFirst()
        .orElseThrow();
  }

  private StoredOperator source(String path) throws Exception {
    return operators(path).stream()
        .filter(operator -> String.valueOf(operator.uid()).contains("table-source-scan"))
        .findFirst()
        .orElseThrow();
  }

  private long customers(String path, String uid) throws Exception {
    return state
        .count(new StateCountRequest(path, null, operator(path, uid).id()))
        .states()
        .stream()
        .filter(count -> count.name().equals("accState"))
        .mapToLong(Count::entries)
        .sum();
  }
}
