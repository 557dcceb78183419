package dev.millrace.sidecar.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.UnitTestRequest;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class UnitTestServiceTest {
  private static final int REPETITIONS = 20;

  private UnitTestService tests;

  @BeforeAll
  void start() {
    tests = new UnitTestService(new Configuration());
  }

  @AfterAll
  void stop() throws Exception {
    tests.close();
  }

  @Test
  void aQueryRunsOverTheGivenRows() throws Exception {
    assertThat(run(orders().query("SELECT id, amount * 2 AS twice FROM c.d.orders WHERE id > 1")))
        .containsExactly("+I[2, 40]", "+I[3, 60]", "+I[4, 80]");
  }

  @Test
  void anAggregateGivesItsWholeChangelog() throws Exception {
    assertThat(run(orders().query("SELECT COUNT(*) FROM c.d.orders")))
        .containsExactly("+I[1]", "-U[1]", "+U[2]", "-U[2]", "+U[3]", "-U[3]", "+U[4]");
  }

  @Test
  void aLateRowIsLateEachTime() throws Exception {
    // The third row is behind the watermark that the second has made, the fourth row is not.
    UnitTestRequest request =
        orders()
            .query(
                "SELECT window_start, SUM(amount) FROM TABLE(TUMBLE(TABLE c.d.orders,"
                    + " DESCRIPTOR(`at`), INTERVAL '1' MINUTE)) GROUP BY window_start, window_end");
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      assertThat(run(request))
          .containsExactly("+I[2026-01-01T10:00:00, 10]", "+I[2026-01-01T10:02:00, 60]");
    }
  }

  @Test
  void aJoinGivesTheSameChangelogEachTime() throws Exception {
    UnitTestRequest request =
        orders()
            .table("names", "id BIGINT", "name STRING")
            .row(1, "one")
            .row(3, "three")
            .row(4, "four")
            .end()
            .query("SELECT o.id, n.name FROM c.d.orders o LEFT JOIN c.d.names n ON o.id = n.id");
    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      assertThat(run(request))
          .containsExactly("+I[1, one]", "+I[2, null]", "+I[3, three]", "+I[4, four]");
    }
  }

  @Test
  void aVersionedTableIsJoinedAsItWasAtTheTime() throws Exception {
    UnitTestRequest request =
        new Tests()
            .table("orders", "id BIGINT", "currency STRING", "ordered TIMESTAMP(3)")
            .watermark("ordered", "ordered")
            .row(1, "EUR", "2026-01-01T10:00:00")
            .row(2, "EUR", "2026-01-01T12:00:00")
            .end()
            .table("rates", "currency STRING", "rate DECIMAL(4, 2)", "since TIMESTAMP(3)")
            .key("currency")
            .watermark("since", "since")
            .row("EUR", "1.10", "2026-01-01T09:00:00")
            .row("EUR", "1.20", "2026-01-01T11:00:00")
            .end()
            .query(
                "SELECT o.id, r.rate FROM c.d.orders o JOIN c.d.rates FOR SYSTEM_TIME AS OF"
                    + " o.ordered AS r ON o.currency = r.currency");

    for (int repetition = 0; repetition < REPETITIONS; repetition++) {
      assertThat(run(request)).containsExactly("+I[1, 1.1]", "+I[2, 1.2]");
    }
  }

  @Test
  void aTableJoinedWithItselfGivesTheSameChangelogEachTime() throws Exception {
    UnitTestRequest request =
        orders()
            .query("SELECT a.id, b.id FROM c.d.orders a LEFT JOIN c.d.orders b ON a.id = b.id + 1");
    List<String> first = run(request);

    assertThat(first).contains("+I[1, null]");
    for (int repetition = 1; repetition < REPETITIONS; repetition++) {
      assertThat(run(request)).isEqualTo(first);
    }
  }

  @Test
  void aTableIsLookedUpByKey() throws Exception {
    assertThat(
            run(
                new Tests()
                    .table("orders", "id BIGINT", "product BIGINT", "proc PROCTIME")
                    .row(1, 7)
                    .row(2, 8)
                    .end()
                    .table("products", "product BIGINT", "title STRING")
                    .key("product")
                    .row(7, "old")
                    .row(7, "tea")
                    .end()
                    .query(
                        "SELECT o.id, p.title FROM c.d.orders o LEFT JOIN c.d.products FOR"
                            + " SYSTEM_TIME AS OF o.proc AS p ON o.product = p.product")))
        .containsExactly("+I[1, tea]", "+I[2, null]");
  }

  @Test
  void aViewInTheSetupIsReadThrough() throws Exception {
    assertThat(
            run(
                orders()
                    .setup("CREATE VIEW c.d.big AS SELECT * FROM c.d.orders WHERE amount > 25")
                    .query("SELECT id FROM c.d.big;")))
        .containsExactly("+I[3]", "+I[4]");
  }

  @Test
  void valuesOfAllTypesComeBackAsTheGatewayWritesThem() throws Exception {
    Map<String, Object> nested = Map.of("x", 1, "y", List.of("a", "b"));
    RowsResponse response =
        tests.run(
            new Tests()
                .table(
                    "t",
                    "b BOOLEAN",
                    "i INT",
                    "l BIGINT",
                    "d DECIMAL(10, 3)",
                    "f DOUBLE",
                    "s STRING",
                    "dt DATE",
                    "tm TIME(0)",
                    "ts TIMESTAMP(3)",
                    "lt TIMESTAMP_LTZ(3)",
                    "a ARRAY<INT>",
                    "m MAP<STRING, INT>",
                    "r ROW<x INT, y ARRAY<STRING>>")
                .row(
                    true,
                    7,
                    9_000_000_000L,
                    "12.5",
                    0.25,
                    "ü",
                    "2026-01-02",
                    "03:04:05",
                    "2026-01-02 03:04:05.6789",
                    "2026-01-02T03:04:05+01:00",
                    List.of(1, 2),
                    Map.of("k", 1),
                    nested)
                .end()
                .query("SELECT * FROM c.d.t"));

    assertThat(response.rows().get(0).fields())
        .containsExactly(
            true,
            7,
            9_000_000_000L,
            new BigDecimal("12.5"),
            0.25,
            "ü",
            "2026-01-02",
            "03:04:05",
            "2026-01-02T03:04:05.678",
            "2026-01-02T02:04:05Z",
            List.of(1, 2),
            Map.of("k", 1),
            nested);
    assertThat(response.columns().get(5).type()).isEqualTo("STRING");
  }

  @Test
  void aColumnWithoutAValueIsNull() throws Exception {
    assertThat(
            run(
                new Tests()
                    .table("t", "a INT", "b STRING")
                    .row(Map.of("b", "x"))
                    .row(Map.of())
                    .end()
                    .query("SELECT a, b FROM c.d.t")))
        .containsExactly("+I[null, x]", "+I[null, null]");
  }

  @Test
  void aTableWithoutRowsIsEmpty() throws Exception {
    assertThat(
            run(
                orders()
                    .table("empty_one", "id BIGINT")
                    .end()
                    .query("SELECT o.id FROM c.d.orders o JOIN c.d.empty_one n ON o.id = n.id")))
        .isEmpty();
  }

  @Test
  void aWrongQuerySaysWhere() {
    CallFailedException failure = failure(orders().query("SELECT nope FROM c.d.orders"));

    assertThat(failure.kind()).isEqualTo(FailureKind.SQL_INVALID);
    assertThat(failure).hasMessage("Line 1, column 8: Column 'nope' not found in any table");
  }

  @Test
  void aQueryThatFailsSaysWhy() {
    CallFailedException failure = failure(orders().query("SELECT 1 / (id - id) FROM c.d.orders"));

    assertThat(failure.kind()).isEqualTo(FailureKind.STATEMENT_FAILED);
    assertThat(failure).hasMessageContaining("zero");
  }

  @Test
  void aRunThatTakesTooLongIsStopped() {
    CallFailedException failure =
        failure(orders().timeoutMillis(1).query("SELECT id FROM c.d.orders"));

    assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
  }

  @Test
  void aColumnThatIsNotThereIsNamed() {
    assertThat(
            failure(
                new Tests()
                    .table("t", "a INT")
                    .row(Map.of("b", 1))
                    .end()
                    .query("SELECT * FROM c.d.t")))
        .hasMessage("Row 1 given for `t`: there is no column `b`; the columns are a");
  }

  private static Tests orders() {
    return new Tests()
        .table("orders", "id BIGINT", "amount INT", "at TIMESTAMP(3)")
        .watermark("at", "`at` - INTERVAL '5' SECOND")
        .row(1, 10, "2026-01-01 10:00:10")
        .row(2, 20, "2026-01-01T10:02:06")
        .row(3, 30, "2026-01-01 10:00:50")
        .row(4, 40, "2026-01-01 10:02:01")
        .end();
  }

  private List<String> run(UnitTestRequest request) throws Exception {
    return Tests.lines(tests.run(request));
  }

  private CallFailedException failure(UnitTestRequest request) {
    return catchThrowableOfType(CallFailedException.class, () -> tests.run(request));
  }

  @Test
  void aRowThatDoesNotFitItsColumnIsNamed() {
    CallFailedException failure =
        failure(
            new Tests()
                .table("t", "a INT")
                .row(Map.of("a", 1))
                .row(Map.of("a", "x"))
                .end()
                .query("SELECT * FROM c.d.t"));

    assertThat(failure.kind()).isEqualTo(FailureKind.STATEMENT_FAILED);
    assertThat(failure)
        .hasMessage("Row 2 given for `t`: column `a`: 'x' is not a value of type INT");
  }
}
