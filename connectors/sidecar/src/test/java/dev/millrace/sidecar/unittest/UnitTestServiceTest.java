package dev.millrace.sidecar.unittest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.RowsResponse;
import dev.millrace.wire.UnitTestRequest;
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
    long start = System.nanoTime();
    RowsResponse response = tests.run(request);
    System.out.println((System.nanoTime() - start) / 1000000 + " ms");
    return Tests.lines(response);
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
