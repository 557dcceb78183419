package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** An upgrade is tried beside the job that it would replace. */
@Execution(ExecutionMode.CONCURRENT)
class RehearsalStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void anUpgradeThatCarriesStateOverIsRehearsedWhileTheJobRunsOnAndThenHolds() throws Exception {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals before = Totals.beyond(10, user);
      String job = job(user);

      user.edit(
          TOTALS,
          "  SUM(amount) AS revenue,\n",
          "  SUM(amount) AS revenue,\n  AVG(amount) AS average_order,\n");
      assertThat(user.types("plan", "--select", "customer_totals", "--rehearse").succeeds().out())
          .contains("Rehearsed customer_totals: started from a savepoint of");
      assertThat(job(user)).isEqualTo(job);
      assertThat(user.asks("savepoints", "list").get("savepoints")).isEmpty();

      user.edit(TOTALS, "SUM(amount) AS revenue", "SUM(amount * 2) AS revenue");
      assertThat(user.types("plan", "--select", "customer_totals", "--rehearse").succeeds().out())
          .contains("Not rehearsed: customer_totals, since somebody must choose first");
      user.edit(TOTALS, "SUM(amount * 2) AS revenue", "SUM(amount) AS revenue");

      assertThat(
              user.types(
                      "run", "--select", "customer_totals", "--rehearse", "--allow-unknown-state")
                  .succeeds()
                  .out())
          .contains("Rehearsed customer_totals");
      Totals.beyond(before.last() + 10, user).mustEqualUninterrupted(user);
    }
  }

  private static String job(CommandLineUser user) {
    for (JsonNode job : user.asks("jobs").get("jobs")) {
      if (job.get("unique_id").asText().equals("model.shop.customer_totals")) {
        return job.get("job_id").asText();
      }
    }
    throw new AssertionError("customer_totals has no job");
  }
}
