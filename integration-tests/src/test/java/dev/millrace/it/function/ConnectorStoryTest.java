package dev.millrace.it.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.kafka.Broker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A job asks a table by key, through a connector that is a jar of the project. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ConnectorStoryTest {
  private static final String PRICES = "models/prices.sql";
  private static final String JAR = "lib/rows-in-file.jar";

  private CommandLineUser user;
  private Broker broker;

  @BeforeAll
  void project(@TempDir Path folder) {
    user = CommandLineUser.in(folder);
    user.file("dbt_project.yml", "name: shop\nflags: {send_anonymous_usage_stats: false}\n");
    user.file(
        "models/events.sql",
        """
        {{ config(materialized='streaming_source',
                  with={'topic': 'events', 'scan.startup.mode': 'earliest-offset'}) }}
        seq BIGINT,
        name STRING
        """);
    user.file(PRICES, prices("prices.json", ""));
    user.file("prices.json", "{\"item\": \"events\", \"price\": 5}\n");
    user.file("other.json", "{\"item\": \"events\", \"price\": 100}\n");
    user.file(
        "models/totals.sql",
        """
        {{ config(materialized='streaming_table', checkpoint='1 s') }}
        SELECT e.name, SUM(p.price) AS paid, COUNT(*) AS n
        FROM (SELECT *, PROCTIME() AS t FROM {{ ref('events') }}) AS e
        LEFT JOIN {{ ref('prices') }} FOR SYSTEM_TIME AS OF e.t AS p ON e.name = p.item
        GROUP BY e.name
        """);
    user.types("local", "start").succeeds();
    broker = new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText());
    broker.create("events", 1);
  }

  private String prices(String file, String more) {
    return """
    {{ config(materialized='streaming_source',%s
              with={'connector': 'rows-in-file', 'path': '%s', 'format': 'json'}) }}
    item STRING NOT NULL,
    price BIGINT,
    PRIMARY KEY (item) NOT ENFORCED
    """
        .formatted(more, user.project().resolve(file));
  }

  private static String named(String jar) {
    return " jars='" + jar + "',";
  }

  @AfterAll
  void stop() {
    broker.close();
    user.close();
  }

  @Test
  @Order(1)
  void aConnectorThatIsNowhereIsToldBeforeAnythingStarts() {
    assertThat(user.types("run").exits(2).err())
        .contains("Nothing here has the connector 'rows-in-file'", "`jars`", "models/totals.sql");
    assertThat(user.asks("jobs").toString()).doesNotContain("RUNNING");
  }

  @Test
  @Order(2)
  void aJarThatIsNotThereIsToldAtItsPlace() {
    user.file(PRICES, prices("prices.json", named("lib/none.jar")));
    assertThat(user.types("compile", "--check").exits(2).err())
        .contains("There is no jar `lib/none.jar`", PRICES + ":1");
  }

  @Test
  @Order(3)
  void itsJobTakesTheConnectorAlong() {
    ConnectorJar.build(user.project().resolve(JAR));
    user.file(PRICES, prices("prices.json", named(JAR)));
    user.types("run").succeeds();
    broker.write("events", 1, 0, 4);
    Broker.await("totals", () -> last().equals("20 of 4"));
    assertThat(action()).isEqualTo("unchanged");
    assertThat(
            user.types(
                    "show",
                    "--inline",
                    "SELECT e.name, p.price FROM (SELECT *, PROCTIME() AS t FROM {{ ref('events')"
                        + " }}) AS e JOIN {{ ref('prices') }} FOR SYSTEM_TIME AS OF e.t AS p ON"
                        + " e.name = p.item")
                .succeeds()
                .out())
        .contains("events", "5");
  }

  @Test
  @Order(4)
  void anotherBuildIsAChangeThatKeepsAllState() {
    JarBuild.build(
        user.project().resolve(JAR),
        Map.of("example.RowsInFile", ConnectorJar.source()),
        Map.of(
            "META-INF/services/org.apache.flink.table.factories.Factory",
            "example.RowsInFile",
            "notes.txt",
            "mended"));
    JsonNode plan = plan();
    assertThat(plan.get("action").asText()).isEqualTo("upgrade");
    assertThat(plan.get("reasons").toString()).contains("table options");
    assertThat(plan.get("changes").toString()).contains("rows-in-file.jar");
    user.types("run").succeeds();
    broker.write("events", 1, 4, 6);
    Broker.await("totals", () -> last().equals("30 of 6"));
  }

  @Test
  @Order(5)
  void anotherPlaceOfATableThatIsAskedIsAskedAbout() {
    user.file(PRICES, prices("other.json", named(JAR)));
    JsonNode plan = plan();
    assertThat(plan.get("action").asText()).isEqualTo("upgrade_unknown_state");
    assertThat(plan.get("reasons").toString()).contains("--choose totals.paid=");
    user.types("run", "--choose", "totals.paid=continue").succeeds();
    broker.write("events", 1, 6, 7);
    Broker.await("totals", () -> last().equals("130 of 7"));
  }

  @Test
  @Order(6)
  void theJarOfThatTimeComesBackWithARollback() throws IOException {
    Files.delete(user.project().resolve(JAR));
    user.types("rollback", "--select", "totals", "--yes").succeeds();
    Broker.await("totals", () -> last().equals("35 of 7"));
  }

  private JsonNode plan() {
    for (JsonNode model : user.types("plan", "--output", "json").json().get("models")) {
      if (model.get("name").asText().equals("totals")) {
        return model;
      }
    }
    throw new AssertionError("no plan of totals");
  }

  private String action() {
    return plan().get("action").asText();
  }

  private String last() {
    List<JsonNode> rows = broker.written("local.shop.totals");
    return rows.isEmpty()
        ? ""
        : rows.getLast().get("paid").asText() + " of " + rows.getLast().get("n").asText();
  }
}
