package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import dev.millrace.it.function.JarBuild;
import dev.millrace.it.function.Sources;
import dev.millrace.it.kafka.Broker;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.it.remote.RemoteCluster;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * The sample on clusters that are not ours: stock Flink on JDK 17, as another operating-system
 * user, reached by addresses in a profile alone. Kafka is the local broker of another project.
 */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("RemoteStoryTest")
class RemoteStoryTest {
  private static final Optional<String> OTHER_USER =
      "root".equals(System.getProperty("user.name")) ? Optional.of("nobody") : Optional.empty();

  private static final String TOTALS = "models/marts/customer_totals.sql";

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

      cluster.tell(() -> compiledPlans(user));
      try (CommandLineUser other = CommandLineUser.in(folder.resolve("other"))) {
        profile(other, "      jobmanager: " + cluster.jobManagerUrl() + "\n", brokerOf(kafka));
        cluster.tell(() -> aRecordIsLeftOut(other, brokerOf(kafka)));
        cluster.tell(() -> aFunctionTravelsWithItsJob(other));
      }
    }
  }

  private static void compiledPlans(CommandLineUser user) {
    assertThat(user.types("doctor").succeeds().out()).contains("compiled_plan", "2.3");
    Totals before = deployed(user);
    addColumn(user);
    upgraded(user, before);
    stopped(user);
  }

  /** The cluster knows nothing of the format that leaves records out: the job brings it. */
  private static void aRecordIsLeftOut(CommandLineUser user, String address) {
    user.file("dbt_project.yml", "name: letters\nversion: '1.0'\nprofile: shop\n")
        .file(
            "models/letters_in.sql",
            """
            {{ config(materialized='streaming_source',
              with={'topic': 'letters_in', 'scan.startup.mode': 'earliest-offset',
                'format': 'json', 'json.fail-on-missing-field': 'true'}) }}
            seq BIGINT
            """)
        .file(
            "models/letters.sql",
            """
            {{ config(materialized='streaming_table', primary_key=['seq'], checkpoint='1 s') }}
            SELECT seq, COUNT(*) AS n FROM {{ ref('letters_in') }} GROUP BY seq
            """);
    user.types("run").succeeds();
    try (Broker broker = new Broker(address)) {
      broker.write("letters_in", 1, 0, 10);
      broker.writeText("letters_in", "{\"number\": 10}");
      broker.write("letters_in", 1, 10, 20);
      Broker.await(
          "trouble",
          () -> user.types("recover", "--output", "json").json().at("/troubles/0").isObject());

      user.types("recover", "letters", "--way", "skip").succeeds();

      Broker.await("20 numbers", () -> broker.written("remote.letters.letters").size() >= 20);
      assertThat(broker.written("remote.letters.letters"))
          .allMatch(row -> row.get("n").asInt() == 1)
          .extracting(row -> row.get("seq").asInt())
          .contains(0, 9, 10, 19);
    }
    user.types("stop", "--all", "--no-savepoint").succeeds();
  }

  /** Nothing of it was ever installed on the cluster, whose user cannot read our folders. */
  private static void aFunctionTravelsWithItsJob(CommandLineUser user) {
    JarBuild.build(user.project().resolve("lib/functions.jar"), Sources.all(2, 1, 2));
    user.file(
            "models/points.sql",
            "{{ config(materialized='function', class='com.example.Points',"
                + " jars='lib/functions.jar') }}\n")
        .file(
            "models/numbers.sql",
            "{{ config(materialized='streaming_source', connector='datagen',"
                + " with={'rows-per-second': '5'}) }}\nid BIGINT\n")
        .file(
            "models/scored.sql",
            "{{ config(materialized='streaming_table', connector='blackhole', checkpoint='1 s')"
                + " }}\n"
                + "SELECT {{ ref('points') }}(id) AS points FROM {{ ref('numbers') }}\n");
    assertThat(user.types("run", "--select", "scored").succeeds().out()).contains("COMMITTED");
    user.types("stop", "--all", "--no-savepoint").succeeds();
  }

  @Test
  void aGatewayAloneGetsPlainInsertsAndIsToldWhatThatCannotPromise() {
    try (RemoteCluster cluster = RemoteCluster.start("2.3", JavaHomes.find(17), OTHER_USER);
        CommandLineUser kafka = kafka();
        CommandLineUser user = CommandLineUser.withShop(folder.resolve("user"))) {
      profile(user, "      gateway: " + cluster.gatewayUrl() + "\n", brokerOf(kafka));

      cluster.tell(() -> plainInserts(user));
    }
  }

  private static void plainInserts(CommandLineUser user) {
    Answer plan = user.types("plan", "--select", "+customer_totals").succeeds();
    assertThat(plan.out()).containsIgnoringCase("operator");
    assertThat(user.types("doctor").succeeds().out()).contains("plain_insert");
    deployed(user);

    // The new column adds an operator, and without ids of our own Flink finds no state for the
    // rest: the old job is brought back.
    addColumn(user);
    Answer refused =
        user.types("run", "--select", "customer_totals", "--allow-unknown-state").exits(1);
    assertThat(refused.out()).contains("ROLLED_BACK");
    // What is written now may be from before; only what comes after it is from the job that is
    // back.
    Totals rolledBack = goesOn(user, Totals.read(user));

    // No order is that cheap: the filter changes, the operators and the totals do not.
    user.edit(
            TOTALS,
            "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset)",
            "  MIN(log_offset)")
        .edit("models/staging/stg_orders.sql", "amount > 0", "amount > 0.5");
    upgraded(user, rolledBack);
    stopped(user);
  }

  /** Deploys, waits for rows and compares them. */
  private static Totals deployed(CommandLineUser user) {
    user.types("run", "--select", "+customer_totals").succeeds();
    Totals totals = Totals.beyond(20, user);
    totals.mustEqualUninterrupted(user);
    return totals;
  }

  /** Carries out a change that has been made, and compares what comes after it. */
  private static void upgraded(CommandLineUser user, Totals before) {
    JsonNode model =
        user.asks("run", "--select", "customer_totals", "--allow-unknown-state")
            .get("models")
            .get(0);
    assertThat(model.path("outcome").asText()).as("%s", model).isEqualTo("committed");
    assertThat(model.path("savepoint").asText()).as("%s", model).isNotEmpty();
    assertThat(model.path("restored_from").asText())
        .as("%s", model)
        .isEqualTo(model.path("savepoint").asText());
    goesOn(user, before);
  }

  private static Totals goesOn(CommandLineUser user, Totals before) {
    Totals after = Totals.beyond(before.last() + 20, user);
    after.mustEqualUninterrupted(user);
    assertThat(after.orders()).isGreaterThan(before.orders());
    return after;
  }

  private static void stopped(CommandLineUser user) {
    user.types("stop", "--all").succeeds();
    for (JsonNode job : user.asks("jobs").get("jobs")) {
      assertThat(job.get("state").asText()).isNotEqualTo("running");
    }
  }

  private static void addColumn(CommandLineUser user) {
    user.edit(
        TOTALS,
        "  MIN(log_offset)",
        "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset)");
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
