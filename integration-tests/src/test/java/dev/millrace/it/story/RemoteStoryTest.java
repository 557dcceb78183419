package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.it.remote.RemoteCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The sample on clusters that are not ours: stock Flink on JDK 17, as another operating-system
 * user, reached by addresses in a profile alone. Kafka is the local broker of another project.
 */
class RemoteStoryTest {
  private static final Optional<String> OTHER_USER =
      "root".equals(System.getProperty("user.name")) ? Optional.of("nobody") : Optional.empty();

  @TempDir private Path folder;

  @Test
  void compiledPlansAreDeployedAndUpgradedThroughTheJobManager() {
    try (RemoteCluster cluster = RemoteCluster.start("2.3", JavaHomes.find(17), OTHER_USER);
        CommandLineUser kafka = kafka();
        CommandLineUser user = CommandLineUser.withShop(folder.resolve("user"))) {
      profile(
          user,
          "      jobmanager: "
              + cluster.jobManagerUrl()
              + "\n"
              + "      gateway: "
              + cluster.gatewayUrl()
              + "\n",
          brokerOf(kafka));

      assertThat(user.types("doctor").succeeds().out()).contains("compiled_plan", "2.3");
      story(user, "compiled_plan");
    }
  }

  @Test
  void aGatewayAloneGetsPlainInsertsAndIsToldWhatThatCannotPromise() {
    try (RemoteCluster cluster = RemoteCluster.start("2.3", JavaHomes.find(17), OTHER_USER);
        CommandLineUser kafka = kafka();
        CommandLineUser user = CommandLineUser.withShop(folder.resolve("user"))) {
      profile(user, "      gateway: " + cluster.gatewayUrl() + "\n", brokerOf(kafka));

      Answer plan = user.types("plan", "--select", "+customer_totals").succeeds();
      assertThat(plan.out()).containsIgnoringCase("operator");
      assertThat(user.types("doctor").succeeds().out()).contains("plain_insert");
      story(user, "plain_insert");
    }
  }

  private static void story(CommandLineUser user, String path) {
    user.types("run", "--select", "+customer_totals").succeeds();
    Totals before = Totals.beyond(20, user);
    before.mustEqualUninterrupted(user);

    user.edit(
        "models/marts/customer_totals.sql",
        "  MIN(log_offset)",
        "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset)");
    JsonNode upgraded = user.asks("run", "--select", "customer_totals", "--allow-unknown-state");
    JsonNode model = upgraded.get("models").get(0);
    assertThat(model.get("outcome").asText()).as(path).isEqualTo("committed");
    assertThat(model.get("restored_from").asText()).isEqualTo(model.get("savepoint").asText());

    Totals after = Totals.beyond(before.last() + 20, user);
    after.mustEqualUninterrupted(user);
    assertThat(after.orders()).isGreaterThan(before.orders());

    user.types("stop", "--all").succeeds();
    for (JsonNode job : user.asks("jobs").get("jobs")) {
      assertThat(job.get("state").asText()).isNotEqualTo("running");
    }
  }

  private CommandLineUser kafka() {
    CommandLineUser kafka = CommandLineUser.withShop(folder.resolve("kafka"));
    kafka.types("local", "start").succeeds();
    return kafka;
  }

  private static String brokerOf(CommandLineUser kafka) {
    return kafka.asks("local", "status").get("broker").get("endpoints").elements().next().asText();
  }

  private static void profile(CommandLineUser user, String addresses, String broker) {
    user.file(
        "profiles.yml",
        """
        shop:
          target: remote
          outputs:
            remote:
              type: flink
        %s      default_table_options:
                append:
                  connector: kafka
                  properties.bootstrap.servers: "%s"
                  format: json
                keyed:
                  connector: upsert-kafka
                  properties.bootstrap.servers: "%s"
                  key.format: json
                  value.format: json
        """
            .formatted(addresses, broker, broker));
  }
}
