package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FaultyProjectTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void anUnknownRefIsShownWhereItStands() {
    refuses("ref('stg_orders')", "ref('stg_ordrs')", TOTALS + ":9:", "stg_ordrs", "stg_orders");
  }

  @Test
  void badJinjaIsShownWhereItStands() {
    refuses("{{ ref('stg_orders') }}", "{{ ref('stg_orders' }}", TOTALS + ":9:");
  }

  @Test
  void badSqlIsShownWhereItStands() {
    refuses("GROUP BY customer_id", "GRUP BY customer_id", TOTALS + ":10:");
  }

  @Test
  void aColumnThatDoesNotExistIsShownWhereItStands() {
    refuses("SUM(amount)", "SUM(amounts)", TOTALS + ":6:7", "amounts");
  }

  @Test
  void aFaultThatOnlyOperatorsShowIsShownBeforeAnythingIsStarted() {
    refuses("GROUP BY customer_id", "GROUP BY customer_id ORDER BY customer_id", TOTALS + ":");
  }

  @Test
  void aFaultThatOnlyOperatorsShowIsShownInItsFileWhereTheClusterRuns() {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("local", "start").succeeds();
      user.edit(TOTALS, "GROUP BY customer_id", "GROUP BY customer_id ORDER BY customer_id");
      Answer answer = user.types("run").exits(2);
      assertThat(answer.err()).contains(TOTALS + ":");
      assertThat(user.asks("jobs").path("jobs")).as("nothing was deployed").isEmpty();
    }
  }

  @Test
  void aCycleNamesItsPath() {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.edit("models/streams/orders.sql", "ref('orders_feed')", "ref('customer_totals')");
      Answer answer = user.types("parse").exits(2);
      assertThat(answer.err()).contains("customer_totals", "stg_orders", "orders");
    }
  }

  @Test
  void badYamlIsShownWhereItStands() {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.edit("models/marts/_marts.yml", "version: 2", "version: [2");
      Answer answer = user.types("parse").exits(2);
      assertThat(answer.err()).contains("models/marts/_marts.yml:");
    }
  }

  @Test
  void aUnitTestThatCannotBeReadDoesNotPassInSilence() {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.edit("models/marts/_marts.yml", "    expect:\n      rows: []\n", "");
      Answer answer = user.types("test", "--select", "customer_totals").exits(2);
      assertThat(answer.err()).contains("expects nothing", "models/marts/_marts.yml:39:");
    }
  }

  @Test
  void aFolderWithoutProjectSaysWhatToDo() {
    CommandLineUser user = CommandLineUser.in(folder);
    Answer answer = user.types("parse").exits(2);
    assertThat(answer.err()).contains("dbt_project.yml");
  }

  @Test
  void anUnknownOptionIsAUsageError() {
    CommandLineUser user = CommandLineUser.in(folder);
    user.types("run", "--no-such-option").exits(2);
  }

  private void refuses(String before, String after, String... said) {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.edit(TOTALS, before, after);
      Answer answer = user.types("run").exits(2);
      assertThat(answer.err()).contains(said);
      assertThat(user.asks("local", "status").has("broker"))
          .as("nothing was started for a faulty project")
          .isFalse();
    }
  }
}
