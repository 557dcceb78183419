package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Aggregates are reordered, added and redefined while a job runs: Flink alone would refuse the
 * state or give one's numbers to another.
 */
class CarryOverStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String COUNT = "  COUNT(*) AS orders,\n";
  private static final String SUM = "  SUM(amount) AS revenue,\n";

  @Test
  void whatTheStateHoldsGoesOverToTheNewQuery(@TempDir Path folder) {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals first = Totals.beyond(20, user);
      user.types("savepoints", "take", "--select", "customer_totals").succeeds();

      // Nothing is lost by another order, so nobody is asked.
      user.edit(TOTALS, COUNT + SUM, SUM + COUNT);
      assertThat(verdict(user)).isEqualTo("migrated");
      user.types("run", "--select", "customer_totals").succeeds();
      Totals reordered = Totals.beyond(first.last() + 20, user);
      reordered.mustEqualUninterrupted(user);

      // A job that was stopped has left its state in the form that can be changed.
      user.types("stop", "--select", "customer_totals").succeeds();
      user.edit(TOTALS, SUM + COUNT, COUNT + SUM);
      assertThat(verdict(user)).isEqualTo("migrated");
      user.types("run", "--select", "customer_totals").succeeds();
      Totals stopped = Totals.beyond(reordered.last() + 20, user);
      stopped.mustEqualUninterrupted(user);

      // A checkpoint is in no such form, and that is said before it is given up.
      user.types("stop", "--no-savepoint", "--select", "customer_totals").succeeds();
      user.edit(TOTALS, COUNT + SUM, SUM + COUNT);
      assertThat(verdict(user)).isEqualTo("empty");
      assertThat(user.types("plan", "--select", "customer_totals").succeeds().out())
          .contains("take the change back");
      user.edit(TOTALS, SUM + COUNT, COUNT + SUM);
      user.types("run", "--select", "customer_totals").succeeds();

      // A new one knows nothing of the past, and that is said before.
      user.edit(TOTALS, SUM, SUM + "  SUM(quantity) AS pieces,\n");
      assertThat(verdict(user)).isEqualTo("meaning_changed");
      assertThat(user.types("run", "--select", "customer_totals").exits(2).err())
          .contains("nothing has been touched");
      user.types("run", "--select", "customer_totals", "--allow-unknown-state").succeeds();
      Totals added = Totals.beyond(stopped.last() + 20, user);
      added.mustEqualUninterrupted(user);

      // The same name for something else: somebody must say what becomes of the old value.
      user.edit(TOTALS, "SUM(amount) AS revenue", "SUM(amount + quantity - quantity) AS revenue");
      assertThat(verdict(user)).isEqualTo("decide");
      assertThat(user.types("run", "--select", "customer_totals").exits(2).err())
          .contains("--choose customer_totals.revenue=continue|reset");
      assertThat(user.types("plan", "--select", "customer_totals").succeeds().out())
          .contains("a) continue", "b) reset");
      user.types("run", "--select", "customer_totals", "--choose", "customer_totals.revenue=a")
          .succeeds();
      Totals continued = Totals.beyond(added.last() + 20, user);
      continued.mustEqualUninterrupted(user);
      assertThat(user.types("plan", "--select", "customer_totals").succeeds().out())
          .contains("unchanged");
      user.types("stop", "--all", "--no-savepoint").succeeds();
    }
  }

  private static String verdict(CommandLineUser user) {
    JsonNode plan = user.asks("plan", "--select", "customer_totals").get("models").get(0);
    return StreamSupport.stream(plan.get("state").spliterator(), false)
        .filter(operator -> operator.get("operator").asText().startsWith("GroupAggregate"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no aggregate in " + plan))
        .get("verdict")
        .asText();
  }
}
