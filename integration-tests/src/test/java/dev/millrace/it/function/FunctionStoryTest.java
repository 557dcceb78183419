package dev.millrace.it.function;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.kafka.Broker;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Jobs call functions from a jar of the project, and the jar is built anew. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FunctionStoryTest {
  private static final String TABLE =
      "{{ config(materialized='streaming_table', checkpoint='1 s') }}\n";

  private CommandLineUser user;
  private Broker broker;

  @BeforeAll
  void deploy(@TempDir Path folder) {
    user = CommandLineUser.in(folder);
    user.file("dbt_project.yml", "name: functions\nflags: {send_anonymous_usage_stats: false}\n");
    build(2, 1, 2);
    for (String function : new String[] {"Points", "Steps", "Letters", "Every"}) {
      user.file(
          "models/functions/" + function.toLowerCase(java.util.Locale.ROOT) + ".sql",
          "{{ config(materialized='function', class='com.example."
              + function
              + "', jars='lib/functions.jar') }}\n");
    }
    user.file(
        "models/events.sql",
        """
        {{ config(materialized='streaming_source',
                  with={'topic': 'events', 'scan.startup.mode': 'earliest-offset'}) }}
        seq BIGINT,
        name STRING
        """);
    user.file(
        "models/totals.sql",
        TABLE
            + "SELECT name, SUM({{ ref('points') }}(seq)) AS points, COUNT(*) AS n\n"
            + "FROM {{ ref('events') }} GROUP BY name\n");
    user.file(
        "models/walked.sql",
        TABLE
            + "SELECT name, {{ ref('steps') }}(seq) AS steps, COUNT(*) AS n\n"
            + "FROM {{ ref('events') }} GROUP BY name\n");
    user.file(
        "models/spelled.sql",
        TABLE
            + "SELECT seq, letter FROM {{ ref('events') }},\n"
            + "LATERAL TABLE({{ ref('letters') }}(name))\n");
    user.file(
        "models/told.sql",
        TABLE
            + "SELECT name, EXPR$0 AS seen FROM\n"
            + "{{ ref('every') }}(input => TABLE {{ ref('events') }} PARTITION BY name,"
            + " uid => 'every')\n");
    user.file(
        "models/unit.yml",
        """
        unit_tests:
          - name: points_are_worth_two
            model: totals
            given:
              - input: ref('events')
                rows: [{seq: 3, name: a}, {seq: 4, name: a}]
            expect:
              rows: [{name: a, points: 14, n: 2}]
        """);
    user.types("local", "start").succeeds();
    broker = new Broker(user.asks("local", "status").at("/broker/endpoints/kafka").asText());
    broker.create("events", 1);
  }

  private void build(int points, int step, int every) {
    JarBuild.build(user.project().resolve("lib/functions.jar"), Sources.all(points, step, every));
  }

  @AfterAll
  void stop() {
    broker.close();
    user.close();
  }

  @Test
  @Order(1)
  void unitTestsCallThem() {
    assertThat(user.types("test").succeeds().out()).contains("PASS=1");
  }

  @Test
  @Order(2)
  void jobsCallThem() {
    user.types("run").succeeds();
    broker.write("events", 1, 0, 4);
    Broker.await("totals", () -> Map.of("events", "12 of 4").equals(last("totals", "points")));
    Broker.await("steps", () -> Map.of("events", "4 of 4").equals(last("walked", "steps")));
    Broker.await("letters", () -> broker.written("local.functions.spelled").size() == 4 * 6);
    Broker.await("the told", () -> broker.written("local.functions.told").size() == 2);
    assertThat(user.types("show", "--select", "totals").succeeds().out()).contains("12");
    assertThat(actions()).allSatisfy((model, action) -> assertThat(action).isEqualTo("unchanged"));
  }

  @Test
  @Order(3)
  void anotherBuildOfTheSameCodeChangesNothing() {
    build(2, 1, 2);
    assertThat(actions()).allSatisfy((model, action) -> assertThat(action).isEqualTo("unchanged"));
  }

  @Test
  @Order(4)
  void anEditBesideAProcessTableFunctionKeepsItsState() {
    user.edit("models/told.sql", "AS seen FROM", "AS seen, 'b' AS edition FROM");
    JsonNode told = planned("told");
    assertThat(told.get("action").asText()).isEqualTo("upgrade");
    user.types("run", "--select", "told").succeeds();
    broker.write("events", 1, 4, 6);
    Broker.await(
        "the told",
        () -> {
          List<JsonNode> rows = broker.written("local.functions.told");
          return rows.size() == 3 && rows.getLast().get("seen").asLong() == 6;
        });
    assertThat(user.types("state", "told").succeeds().out()).contains("ProcessTableFunction");
    // Rows from before do not have the new column, though the query never makes it NULL.
    assertThat(user.types("show", "--select", "told").succeeds().out()).contains("| b", "NULL");
  }

  @Test
  @Order(5)
  void otherCodeIsSeenWhereItIsCalledAndNowhereElse() {
    build(3, 1, 2);
    assertThat(actions())
        .containsEntry("totals", "upgrade_unknown_state")
        .containsEntry("walked", "unchanged")
        .containsEntry("spelled", "unchanged")
        .containsEntry("told", "unchanged");
    assertThat(planned("totals").get("reasons").toString()).contains("the code of points");
    Broker.await("totals", () -> Map.of("events", "30 of 6").equals(last("totals", "points")));

    user.types("run", "--select", "totals", "--choose", "totals.points=continue").succeeds();
    broker.write("events", 1, 6, 8);
    Broker.await("totals", () -> Map.of("events", "69 of 8").equals(last("totals", "points")));
  }

  @Test
  @Order(6)
  void theCodeOfThatTimeComesBackWithARollback() {
    user.types("rollback", "--select", "totals", "--yes").succeeds();
    Broker.await("totals", () -> Map.of("events", "56 of 8").equals(last("totals", "points")));
  }

  @Test
  @Order(7)
  void stateOfAFunctionWithOtherCodeIsNotGoneOnWithInSilence() {
    build(2, 10, 3);
    for (String model : List.of("walked", "told")) {
      JsonNode plan = planned(model);
      assertThat(plan.get("action").asText()).as(model).isEqualTo("upgrade_unknown_state");
      assertThat(plan.get("state").toString()).as(model).contains("lost");
    }
    user.types("run", "--select", "walked", "--fail-on", "state-loss").exits(1);
  }

  /** Ten a step from now on, three rows between two that are told: all counts from before stay. */
  @Test
  @Order(8)
  void stateOfAFunctionGoesOnUnderCodeThatIsSaidToMeanTheSame() {
    assertThat(planned("walked").get("reasons").toString())
        .contains("--choose walked.steps=continue");
    user.types(
            "run",
            "--select",
            "walked",
            "told",
            "--choose",
            "walked.steps=continue",
            "--choose",
            "told.every=continue")
        .succeeds();
    broker.write("events", 1, 8, 9);
    Broker.await("steps", () -> Map.of("events", "18 of 9").equals(last("walked", "steps")));
    Broker.await(
        "the told",
        () -> broker.written("local.functions.told").getLast().get("seen").asLong() == 9);
    assertThat(actions()).allSatisfy((model, action) -> assertThat(action).isEqualTo("unchanged"));
  }

  private JsonNode planned(String name) {
    for (JsonNode model : user.types("plan", "--output", "json").json().get("models")) {
      if (model.get("name").asText().equals(name)) {
        return model;
      }
    }
    throw new AssertionError("no plan of " + name);
  }

  private Map<String, String> last(String model, String column) {
    Map<String, String> last = new TreeMap<>();
    for (JsonNode row : broker.written("local.functions." + model)) {
      last.put(row.get("name").asText(), row.get(column).asText() + " of " + row.get("n").asText());
    }
    return last;
  }

  private Map<String, String> actions() {
    Map<String, String> actions = new TreeMap<>();
    for (JsonNode model : user.types("plan", "--output", "json").json().get("models")) {
      actions.put(model.get("name").asText(), model.get("action").asText());
    }
    return actions;
  }
}
