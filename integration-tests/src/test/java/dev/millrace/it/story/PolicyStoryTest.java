package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project says what may become of state, and its jobs are left alone or go on without a word. */
class PolicyStoryTest {
  private static final String PROJECT = "dbt_project.yml";
  private static final String TOTALS = "models/marts/customer_totals.sql";
  private static final String SUM = "  SUM(amount) AS revenue,\n";
  private static final String TAGS = "      +tags: [mart]\n";
  private static final String[] RUN = {"run", "--select", "customer_totals"};

  @Test
  void theProjectDecidesWhatMayBecomeOfState(@TempDir Path folder) {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals first = Totals.beyond(20, user);
      String job = job(user);

      // What the project says of state is no part of a job.
      user.edit(PROJECT, TAGS, TAGS + "      +state_policy:\n        changed: forbid\n");
      assertThat(user.types("plan", "--select", "customer_totals").succeeds().out())
          .contains("1 unchanged");

      // One more sum knows nothing of the past: not even with a permission.
      user.edit(TOTALS, SUM, SUM + "  SUM(quantity) AS pieces,\n");
      assertThat(user.types("plan", "--select", "customer_totals").exits(1).out())
          .contains("BLOCKED", "changed: forbid (dbt_project.yml:26:9), of GroupAggregate");
      user.types("run", "--select", "customer_totals", "--allow-unknown-state").exits(1);
      assertThat(job(user)).isEqualTo(job);
      Totals untouched = Totals.beyond(first.last() + 20, user);
      untouched.mustEqualUninterrupted(user);

      user.edit(PROJECT, "changed: forbid", "chaned: allow");
      assertThat(user.types(RUN).exits(2).err())
          .contains("dbt_project.yml:26:9", "`chaned`", "Did you mean `changed`?");

      user.edit(PROJECT, "chaned: allow", "changed: allow");
      user.types(RUN).succeeds();
      assertThat(job(user)).isNotEqualTo(job);
      Totals added = Totals.beyond(untouched.last() + 20, user);
      added.mustEqualUninterrupted(user);

      // Who may not decide cannot choose either.
      user.edit(PROJECT, "changed: allow", "decide: forbid");
      user.edit(TOTALS, "SUM(amount) AS revenue", "SUM(amount + quantity - quantity) AS revenue");
      assertThat(action(user)).isEqualTo("blocked");
      assertThat(action(user, "--choose", "customer_totals.revenue=continue")).isEqualTo("blocked");
      user.types("stop", "--all", "--no-savepoint").succeeds();
    }
  }

  private static String action(CommandLineUser user, String... more) {
    String[] command = new String[more.length + 5];
    System.arraycopy(
        new String[] {"plan", "--select", "customer_totals", "--output", "json"}, 0, command, 0, 5);
    System.arraycopy(more, 0, command, 5, more.length);
    return user.types(command).json().get("models").get(0).get("action").asText();
  }

  private static String job(CommandLineUser user) {
    for (JsonNode job : user.asks("jobs").get("jobs")) {
      if (job.get("unique_id").asText().endsWith(".customer_totals")) {
        return job.get("job_id").asText();
      }
    }
    throw new AssertionError("no job of customer_totals");
  }
}
