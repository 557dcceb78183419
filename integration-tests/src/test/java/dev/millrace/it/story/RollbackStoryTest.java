package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A change turns out to be wrong an hour later. */
@Execution(ExecutionMode.CONCURRENT)
class RollbackStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void whatRanBeforeRunsAgainWithItsTotalsAndOldSavepointsGo() throws Exception {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals first = Totals.beyond(10, user);
      JsonNode taken =
          user.asks("savepoints", "take", "--select", "customer_totals", "--label", "monday")
              .get("savepoints")
              .get(0);
      assertThat(Path.of(taken.get("path").asText().replaceFirst("^file:/*", "/"))).exists();

      user.edit(TOTALS, "SUM(amount) AS revenue", "SUM(amount * 2) AS revenue");
      user.types(
              "run", "--select", "customer_totals", "--choose", "customer_totals.revenue=continue")
          .succeeds();
      Totals.beyond(first.last() + 5, user);

      JsonNode back = user.asks("rollback", "--select", "customer_totals").get("models").get(0);
      assertThat(back.get("outcome").asText()).isEqualTo("committed");
      user.edit(TOTALS, "SUM(amount * 2) AS revenue", "SUM(amount) AS revenue");
      assertThat(
              user.asks("plan", "--select", "customer_totals").get("models").get(0).get("action"))
          .hasToString("\"unchanged\"");
      Totals after = Totals.beyond(first.last() + 20, user);
      after.mustEqualUninterrupted(user);

      JsonNode again =
          user.asks("rollback", "--select", "customer_totals", "--to", "monday")
              .get("models")
              .get(0);
      assertThat(again.get("restored_from").asText()).isEqualTo(taken.get("path").asText());
      Totals.beyond(after.last() + 5, user).mustEqualUninterrupted(user);

      JsonNode all = user.asks("savepoints", "list").get("savepoints");
      assertThat(all).hasSize(4);
      JsonNode pruned = user.asks("savepoints", "prune", "--keep", "1", "--older-than", "0");
      assertThat(pruned.get("deleted")).isNotEmpty();
      for (JsonNode path : pruned.get("deleted")) {
        assertThat(Files.exists(Path.of(path.asText().replaceFirst("^file:/*", "/")))).isFalse();
      }
      assertThat(user.types("savepoints", "list").succeeds().out()).contains("monday");
      assertThat(user.types("rollback", "--select", "orders", "--to", "monday").exits(2).err())
          .contains("No savepoint of orders is called monday");
    }
  }
}
