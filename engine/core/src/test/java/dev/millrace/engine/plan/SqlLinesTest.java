package dev.millrace.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SqlLinesTest {
  private static final String SQL =
      """
      select
        customer_id,
        sum(amount) as revenue,
        count(*) as `n`,
        avg(amount) as revenue_mean
      from orders
      group by customer_id
      """;

  @Test
  void resultsThatTheQueryNamesAreFound() {
    assertThat(
            SqlLines.of(
                "GroupAggregate(groupBy=[customer_id], select=[customer_id, SUM(amount) AS revenue,"
                    + " COUNT(*) AS n])",
                SQL))
        .containsExactly(3, 4);
  }

  @Test
  void resultsThatOnlyFlinkNamesAreNot() {
    assertThat(SqlLines.of("GroupAggregate(select=[SUM(amount) AS $f1])", SQL)).isEmpty();
  }

  @Test
  void anOperatorWithoutResultsComesFromNoLine() {
    assertThat(SqlLines.of("Join(joinType=[InnerJoin], where=[(a = b)])", SQL)).isEmpty();
  }
}
