package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Models move into one job, more join it, one leaves it again: the totals go on all the while. */
@Execution(ExecutionMode.CONCURRENT)
class JobGroupStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String IN_MARTS = "{{ config(job='marts') }}\n";
  private static final String LARGEST = "models/marts/largest.sql";
  private static final String QUERY =
      "SELECT customer_id, MAX(amount) AS amount FROM {{ ref('orders') }} GROUP BY customer_id\n";

  @TempDir private Path folder;

  @Test
  void oneJobFillsTheTablesOfAllAndEachKeepsItsState() {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals alone = Totals.beyond(10, user);

      // Its job becomes one of two models: what it had counted stays counted.
      user.edit(TOTALS, "config(", "config(job='marts', ");
      user.file(LARGEST, IN_MARTS + QUERY);
      List<String> both = List.of("--select", "customer_totals", "largest");
      JsonNode joined = planned(user, both);
      assertThat(joined.get("unique_id").asText()).isEqualTo("job.shop.marts");
      assertThat(joined.get("models")).hasSize(2);
      user.types("run", "--select", "customer_totals", "largest", "--allow-unknown-state")
          .succeeds();
      Totals shared = Totals.beyond(alone.last() + 10, user);
      shared.mustEqualUninterrupted(user);
      assertThat(planned(user, both).get("action").asText()).isEqualTo("unchanged");
      assertThat(jobs(user)).containsExactlyInAnyOrder("orders", "marts");

      // One changes, the other does not notice.
      user.file(LARGEST, IN_MARTS + QUERY.replace("FROM", ", COUNT(*) AS orders FROM"));
      user.types("run", "--select", "largest", "--allow-unknown-state").succeeds();
      Totals beside = Totals.beyond(shared.last() + 10, user);
      beside.mustEqualUninterrupted(user);

      // It leaves for a job of its own, in one plan, the table never filled by two.
      user.file(LARGEST, QUERY);
      user.types("run", "--select", "customer_totals", "largest", "--allow-unknown-state")
          .succeeds();
      assertThat(jobs(user)).containsExactlyInAnyOrder("orders", "customer_totals", "largest");
      Totals.beyond(beside.last() + 10, user).mustEqualUninterrupted(user);
    }
  }

  private static JsonNode planned(CommandLineUser user, List<String> selection) {
    String[] command = new String[selection.size() + 1];
    command[0] = "plan";
    for (int i = 0; i < selection.size(); i++) {
      command[i + 1] = selection.get(i);
    }
    JsonNode models = user.asks(command).get("models");
    assertThat(models).hasSize(1);
    return models.get(0);
  }

  /** Names of the deployments whose jobs run. */
  private static List<String> jobs(CommandLineUser user) {
    return user.asks("jobs").get("jobs").findValuesAsText("unique_id").stream()
        .map(id -> id.substring(id.lastIndexOf('.') + 1))
        .toList();
  }
}
