package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.query.Snapshot;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TotalsProofTest {
  private static final List<Column> LOG =
      List.of(
          new Column("customer_id", "INT"),
          new Column("amount", "DECIMAL(10, 2)"),
          new Column("log_offset", "BIGINT"));
  private static final List<Column> TOTALS =
      List.of(
          new Column("customer_id", "INT"),
          new Column("orders", "BIGINT"),
          new Column("revenue", "DECIMAL(38, 2)"),
          new Column("first_offset", "BIGINT"),
          new Column("last_offset", "BIGINT"));

  private static final Snapshot ORDERS =
      snapshot(
          LOG,
          List.of(
              List.of(7, new BigDecimal("1.00"), 0L),
              List.of(7, new BigDecimal("2.00"), 1L),
              List.of(8, new BigDecimal("4.00"), 2L),
              List.of(7, new BigDecimal("8.00"), 3L),
              List.of(7, new BigDecimal("16.00"), 4L)));

  @Test
  void totalsThatAddUpTheSameStretchAreEqual() {
    TotalsProof proof =
        TotalsProof.compare(
            snapshot(
                TOTALS,
                List.of(
                    List.of(7, 2L, new BigDecimal("10.00"), 1L, 3L),
                    List.of(8, 1L, new BigDecimal("4.00"), 2L, 2L))),
            ORDERS);

    assertThat(proof.differences()).isEmpty();
    assertThat(proof.equal()).isTrue();
    assertThat(proof.customers()).isEqualTo(2);
    assertThat(proof.orders()).isEqualTo(3);
  }

  @Test
  void anOrderReadTwiceIsFound() {
    TotalsProof proof =
        TotalsProof.compare(
            snapshot(TOTALS, List.of(List.of(7, 3L, new BigDecimal("12.00"), 1L, 3L))), ORDERS);

    assertThat(proof.equal()).isFalse();
    assertThat(proof.differences())
        .singleElement()
        .asString()
        .contains("customer 7", "12.00", "10.00");
  }

  @Test
  void aJobThatForgotItsTotalsIsFound() {
    TotalsProof proof =
        TotalsProof.compare(
            snapshot(
                TOTALS,
                List.of(
                    List.of(7, 1L, new BigDecimal("16.00"), 4L, 4L),
                    List.of(8, 1L, new BigDecimal("4.00"), 2L, 2L))),
            ORDERS);

    assertThat(proof.equal()).isFalse();
  }

  @Test
  void nothingToCompareIsNoProof() {
    assertThat(TotalsProof.compare(snapshot(TOTALS, List.of()), ORDERS).equal()).isFalse();
  }

  private static Snapshot snapshot(List<Column> columns, List<List<@Nullable Object>> rows) {
    return new Snapshot(
        columns, rows, rows.size(), rows.size(), Snapshot.Ending.COMPLETE, Duration.ZERO);
  }
}
