package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.ContractAheadRequest;
import dev.millrace.wire.StateContractRequest;
import dev.millrace.wire.StateContractResponse;
import dev.millrace.wire.StateContractResponse.Mismatch;
import dev.millrace.wire.StateResponse.StoredOperator;
import dev.millrace.wire.StateResponse.StoredState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(Lifecycle.PER_CLASS)
class ContractTest {
  private static final String AGGREGATE = "key/group-aggregate.1/group-aggregate";
  private static final String TOTALS_SINK =
      "CREATE TABLE c.d.snk (customer STRING, n BIGINT, total BIGINT) WITH ('connector' ="
          + " 'blackhole')";
  private static final String TOTALS =
      "INSERT INTO c.d.snk SELECT customer, COUNT(*), SUM(amount) FROM c.d.orders GROUP BY"
          + " customer";
  private static final String MORE_TOTALS_SINK =
      "CREATE TABLE c.d.snk (customer STRING, n BIGINT, total BIGINT, most BIGINT) WITH"
          + " ('connector' = 'blackhole')";
  private static final String MORE_TOTALS =
      "INSERT INTO c.d.snk SELECT customer, COUNT(*), SUM(amount), MAX(amount) FROM c.d.orders"
          + " GROUP BY customer";

  private Jobs jobs;
  private StateService state;
  private Path kept;

  @BeforeAll
  void start(@TempDir Path folder) throws Exception {
    jobs = new Jobs(folder);
    kept = folder.resolve("contracts");
    state = new StateService(jobs.configuration(), kept);
  }

  @AfterAll
  void end() throws Exception {
    state.close();
    jobs.end();
  }

  @Test
  void aContractMayBeExpectedMoreThanOnceAndIsThenFoundAsEver(@TempDir Path folder)
      throws Exception {
    try (StateService other = new StateService(jobs.configuration(), folder)) {
      assertThat(other.expect(new ContractAheadRequest()).done()).isTrue();
      assertThat(other.expect(new ContractAheadRequest()).done()).isTrue();

      assertThat(
              other
                  .contract(
                      new StateContractRequest(
                          jobs.plan(TOTALS_SINK, TOTALS), Map.of(), null, null))
                  .known())
          .isFalse();
    }
  }

  /** The planner leaves nothing of its table but an empty list of rows. */
  @Test
  void aConditionThatIsNeverTrueIsToldAtOnceAndNotRun() throws Exception {
    String plan =
        jobs.plan(
            TOTALS_SINK,
            "INSERT INTO c.d.snk SELECT customer, COUNT(*), SUM(amount) FROM (SELECT customer,"
                + " amount, 1 AS tier FROM c.d.orders) WHERE tier > 2 GROUP BY customer");

    CallFailedException failure =
        catchThrowableOfType(CallFailedException.class, () -> contract(plan, null));

    assertThat(failure.kind()).isEqualTo(FailureKind.STATEMENT_FAILED);
    assertThat(failure).hasMessageContaining("The query reads no table, so its job ends by itself");
  }

  @Test
  void whatAPlanWouldKeepIsFoundWithoutItsTables() throws Exception {
    String plan =
        jobs.plan(TOTALS_SINK, TOTALS)
            .replaceAll("\"connector\":\"filesystem\"", "\"connector\":\"nobody-has-this\"");

    assertThat(values(contract(plan, null)))
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
  void aPlanIsRunOnceHoweverOftenItIsCompiled() throws Exception {
    StateContractResponse first = contract(jobs.plan(MORE_TOTALS_SINK, MORE_TOTALS), null);
    StateContractResponse second = contract(jobs.plan(MORE_TOTALS_SINK, MORE_TOTALS), null);

    assertThat(second.known()).isTrue();
    assertThat(second.operators()).isEqualTo(first.operators());
  }

  @Test
  void nothingOfTheRunIsLeftButItsAnswer() throws Exception {
    contract(jobs.plan(TOTALS_SINK, TOTALS), null);

    try (Stream<Path> files = Files.list(kept)) {
      assertThat(files).noneMatch(file -> file.getFileName().toString().startsWith("run-"));
    }
  }

  @ParameterizedTest
  @CsvSource({"hashmap", "rocksdb"})
  void anAggregateMoreIsRefusedByFlink(String backend) throws Exception {
    String stored = savepoint(TOTALS_SINK, TOTALS, backend);

    StateContractResponse contract = contract(jobs.plan(MORE_TOTALS_SINK, MORE_TOTALS), stored);

    assertThat(contract.mismatches())
        .singleElement()
        .satisfies(
            mismatch -> {
              assertThat(mismatch.state()).isEqualTo("accState");
              assertThat(mismatch.part()).isEqualTo("value");
              assertThat(mismatch.stored()).containsExactly("BIGINT", "BIGINT");
              assertThat(mismatch.wanted()).containsExactly("BIGINT", "BIGINT", "BIGINT");
            });
  }

  @Test
  void anotherKeyIsRefusedByFlink() throws Exception {
    String stored = savepoint(TOTALS_SINK, TOTALS, "hashmap");
    String plan =
        jobs.plan(
            "CREATE TABLE c.d.snk (id BIGINT, n BIGINT, total BIGINT) WITH ('connector' ="
                + " 'blackhole')",
            "INSERT INTO c.d.snk SELECT id, COUNT(*), SUM(amount) FROM c.d.orders GROUP BY id");

    assertThat(contract(plan, stored).mismatches())
        .extracting(Mismatch::part, Mismatch::stored, Mismatch::wanted)
        .contains(tuple("key", List.of("STRING"), List.of("BIGINT")));
  }

  @Test
  void aTimeToLiveIsNoObstacle() throws Exception {
    String stored = savepoint(TOTALS_SINK, TOTALS, "rocksdb");
    Map<String, String> ttl = Map.of("table.exec.state.ttl", "1 h");

    StateContractResponse contract = contract(jobs.plan(TOTALS_SINK, TOTALS, ttl), stored);

    assertThat(values(contract)).extracting(StoredState::timeToLive).containsExactly(true);
    assertThat(contract.mismatches()).isEmpty();
  }

  @Test
  void theSamePlanFitsItsOwnSavepoint() throws Exception {
    String join =
        "INSERT INTO c.d.snk SELECT o.id, o.customer, p.paid FROM c.d.orders o JOIN c.d.payments p"
            + " ON o.id = p.order_id";
    String sink =
        "CREATE TABLE c.d.snk (id BIGINT, customer STRING, paid BIGINT) WITH ('connector' ="
            + " 'blackhole')";

    assertThat(contract(jobs.plan(sink, join), savepoint(sink, join, "hashmap")).mismatches())
        .isEmpty();
  }

  @Test
  void aPlanThatMakesNoJobIsSaid() {
    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class,
            () -> state.contract(new StateContractRequest("{}", Map.of(), null, null)));

    assertThat(failure.kind()).isEqualTo(FailureKind.SQL_INVALID);
  }

  private StateContractResponse contract(String plan, @Nullable String against) throws Exception {
    return state.contract(new StateContractRequest(plan, Map.of(), against, "2.3.0"));
  }

  private String savepoint(String sink, String insert, String backend) throws Exception {
    JobID job = jobs.start(jobs.plan(sink, insert), Map.of("state.backend.type", backend), null);
    return jobs.stop(job, SavepointFormatType.NATIVE);
  }

  private static List<StoredState> values(StateContractResponse contract) {
    StoredOperator aggregate =
        contract.operators().stream()
            .filter(operator -> AGGREGATE.equals(operator.uid()))
            .findFirst()
            .orElseThrow(() -> new AssertionError("not in " + contract.operators()));
    return aggregate.states().stream().filter(each -> !each.kind().equals("timers")).toList();
  }
}
