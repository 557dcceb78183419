package dev.millrace.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.it.remote.RemoteCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two people with a clone each, one cluster and one ledger in PostgreSQL. */
class TeamTest {
  private static final Optional<String> OTHER_USER =
      "root".equals(System.getProperty("user.name")) ? Optional.of("nobody") : Optional.empty();

  @TempDir private Path folder;

  @Test
  void whatOneDeploysTheOtherKnowsAndUpgradesWithItsState() {
    try (PostgresServer server = PostgresServer.start();
        RemoteCluster cluster = RemoteCluster.start("2.3", JavaHomes.find(17), OTHER_USER);
        CommandLineUser anna = clone("anna", cluster, server);
        CommandLineUser ben = clone("ben", cluster, server)) {
      cluster.tell(
          () -> {
            anna.types("run").succeeds();

            assertThat(action(ben)).isEqualTo("unchanged");
            ben.edit("models/totals.sql", "GROUP BY", "WHERE amount >= 0 GROUP BY");
            JsonNode upgraded = ben.asks("run", "--allow-unknown-state").get("models").get(0);
            assertThat(upgraded.get("outcome").asText()).isEqualTo("committed");
            assertThat(upgraded.path("restored_from").asText()).isNotEmpty();

            assertThat(action(anna)).isNotEqualTo("unchanged");
            anna.edit("models/totals.sql", "GROUP BY", "WHERE amount >= 0 GROUP BY");
            assertThat(action(anna)).isEqualTo("unchanged");
            assertThat(anna.types("ledger", "show").succeeds().out())
                .contains("postgresql://127.0.0.1:")
                .doesNotContain(PostgresServer.PASSWORD);
          });
    }
  }

  private static String action(CommandLineUser user) {
    return user.asks("plan").get("models").get(0).get("action").asText();
  }

  private CommandLineUser clone(String name, RemoteCluster cluster, PostgresServer server) {
    return CommandLineUser.in(folder.resolve(name))
        .environment("DBT_ENV_SECRET_LEDGER", server.address())
        .file("dbt_project.yml", "name: team\nprofile: team\n")
        .file(
            "profiles.yml",
            """
            team:
              target: prod
              outputs:
                prod:
                  type: flink
                  jobmanager: "%s"
                  gateway: "%s"
                  ledger: "{{ env_var('DBT_ENV_SECRET_LEDGER') }}"
            """
                .formatted(cluster.jobManagerUrl(), cluster.gatewayUrl()))
        .file(
            "models/feed.sql",
            "{{ config(materialized='streaming_source', connector='datagen',"
                + " with={'rows-per-second': '5'}) }}\ncustomer BIGINT, amount DECIMAL(10, 2)\n")
        .file(
            "models/totals.sql",
            "{{ config(materialized='streaming_table', connector='blackhole') }}\n"
                + "SELECT customer, SUM(amount) AS total FROM {{ ref('feed') }} GROUP BY"
                + " customer\n");
  }
}
