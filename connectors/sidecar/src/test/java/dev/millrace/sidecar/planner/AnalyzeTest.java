package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.AnalyzeResponse.Operator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class AnalyzeTest {
  private PlannerService planner;

  @BeforeAll
  void startPlanner() {
    planner = new PlannerService();
  }

  @AfterAll
  void stopPlanner() {
    planner.close();
  }

  @Test
  void everything() throws Exception {
    long t = System.nanoTime();
    AnalyzeResponse r =
        planner.analyze(
            Projects.shop()
                .view(
                    "stg",
                    "SELECT order_id, customer_id, amount, order_time, proc FROM c.d.orders WHERE"
                        + " amount > 0")
                .derived(
                    "totals",
                    "SELECT customer_id, SUM(amount) AS total FROM c.d.stg GROUP BY customer_id")
                .derived(
                    "win",
                    "SELECT window_start, window_end, currency, SUM(amount) s FROM"
                        + " TABLE(TUMBLE(TABLE c.d.orders, DESCRIPTOR(order_time), INTERVAL '1'"
                        + " MINUTE)) GROUP BY window_start, window_end, currency")
                .derived(
                    "ij",
                    "SELECT o.order_id, p.paid FROM c.d.stg o JOIN c.d.payments p ON o.order_id ="
                        + " p.order_id AND p.payment_time BETWEEN o.order_time AND o.order_time +"
                        + " INTERVAL '1' HOUR")
                .derived(
                    "tj",
                    "SELECT o.order_id, cu.name FROM c.d.orders o LEFT JOIN c.d.customers FOR"
                        + " SYSTEM_TIME AS OF o.order_time AS cu ON o.customer_id = cu.customer_id")
                .derived(
                    "lj",
                    "SELECT o.order_id, p.title FROM c.d.stg o JOIN c.d.products FOR SYSTEM_TIME AS"
                        + " OF o.proc AS p ON o.order_id = p.product_id")
                .derived(
                    "topn",
                    "SELECT * FROM (SELECT customer_id, total, ROW_NUMBER() OVER (ORDER BY total"
                        + " DESC) rn FROM c.d.totals) WHERE rn <= 3")
                .derived(
                    "keyless",
                    "SELECT o.amount, c.name FROM c.d.orders o LEFT JOIN c.d.customers c ON"
                        + " o.customer_id = c.customer_id")
                .derived("bad", "SELECT nope, SUM(amount FROM c.d.orders")
                .derived(
                    "bad2",
                    "SELECT nope, order_id, nono FROM c.d.orders WHERE xx = 1 AND amount > 0")
                .derived("below", "SELECT * FROM c.d.bad2")
                .request());
    System.out.println((System.nanoTime() - t) / 1000000 + " ms");
    for (AnalyzeResponse.Relation x : r.relations()) {
      System.out.println(
          x.id() + " " + x.changelog() + " key=" + x.primaryKey() + " " + x.columns());
      System.out.println("   " + x.createStatement());
      for (Operator o : x.statefulOperators()) System.out.println("   * " + o);
      x.problems().forEach(p -> System.out.println("   ! " + p));
    }
    assertThat(r).isNotNull();
  }
}
