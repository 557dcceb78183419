package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.StatePaths;
import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ten jobs run, and one text changes: what is an upgrade, and what is nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EditsTest {
  private static final String TABLE =
      "{{ config(materialized='streaming_table', connector='blackhole') }}\n";
  private static final Map<String, String> MODELS = models();

  private CommandLineUser user;

  private static Map<String, String> models() {
    Map<String, String> models = new LinkedHashMap<>();
    models.put(
        "kept",
        """
        SELECT id, customer, amount FROM {{ ref('orders') }} WHERE amount > 0
        """);
    models.put(
        "totals",
        """
        SELECT customer, SUM(amount) AS total, COUNT(*) AS orders
        FROM {{ ref('orders') }}
        GROUP BY customer
        """);
    models.put(
        "largest",
        """
        SELECT customer, MAX(amount) AS amount FROM {{ ref('orders') }}
        GROUP BY customer HAVING COUNT(*) > 1
        """);
    models.put(
        "per_window",
        """
        SELECT window_start, window_end, SUM(amount) AS total
        FROM TABLE(TUMBLE(TABLE {{ ref('orders') }}, DESCRIPTOR(ts), INTERVAL '10' SECOND))
        GROUP BY window_start, window_end
        """);
    models.put(
        "joined",
        """
        SELECT o.id, o.amount, c.city
        FROM {{ ref('orders') }} AS o
        JOIN {{ ref('customers') }} AS c ON o.customer = c.customer
        """);
    models.put(
        "near",
        """
        SELECT o.id, p.amount
        FROM {{ ref('orders') }} AS o JOIN {{ ref('payments') }} AS p
        ON o.id = p.id AND p.ts BETWEEN o.ts AND o.ts + INTERVAL '5' SECOND
        """);
    models.put(
        "newest",
        """
        SELECT customer, amount FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY ts DESC) AS place
          FROM {{ ref('orders') }}) WHERE place = 1
        """);
    models.put(
        "top",
        """
        SELECT customer, amount, place FROM (
          SELECT *, ROW_NUMBER() OVER (PARTITION BY customer ORDER BY amount DESC) AS place
          FROM {{ ref('orders') }}) WHERE place <= 3
        """);
    models.put(
        "both",
        """
        SELECT id, amount FROM {{ ref('orders') }}
        UNION ALL
        SELECT id, amount FROM {{ ref('payments') }}
        """);
    models.put(
        "running",
        """
        SELECT id, SUM(amount) OVER (PARTITION BY customer ORDER BY ts
          RANGE BETWEEN INTERVAL '10' SECOND PRECEDING AND CURRENT ROW) AS recent
        FROM {{ ref('orders') }}
        """);
    return models;
  }

  @BeforeAll
  void deploy(@TempDir Path folder) {
    user = CommandLineUser.in(folder);
    user.file("dbt_project.yml", "name: edits\nflags: {send_anonymous_usage_stats: false}\n");
    feed("orders", "id BIGINT, customer BIGINT, amount DECIMAL(10, 2), ts TIMESTAMP(3),");
    feed("payments", "id BIGINT, amount DECIMAL(10, 2), ts TIMESTAMP(3),");
    feed("customers", "customer BIGINT, city STRING, ts TIMESTAMP(3),");
    restore();
    user.types("run", "--threads", "4").succeeds();
  }

  private void feed(String name, String columns) {
    user.file(
        "models/" + name + ".sql",
        "{{ config(materialized='streaming_source', connector='datagen', with={'rows-per-second':"
            + " '1'}) }}\n"
            + columns
            + " WATERMARK FOR ts AS ts - INTERVAL '1' SECOND\n");
  }

  @AfterAll
  void stop() {
    user.close();
  }

  @BeforeEach
  void restore() {
    MODELS.forEach((name, query) -> user.file("models/" + name + ".sql", TABLE + query));
  }

  private String action(String model) {
    for (JsonNode each : user.asks("plan", "--select", model).get("models")) {
      if (each.get("name").asText().equals(model)) {
        return each.get("action").asText();
      }
    }
    throw new AssertionError("no plan for " + model);
  }

  @Order(1)
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          kept       | amount > 0           | amount > 10
          kept       | amount > 0           | amount > 0 OR customer = 7
          kept       | id, customer, amount | customer AS id, id AS customer, amount
          kept       | customer, amount     | customer, CAST(amount * 2 AS DECIMAL(10, 2)) AS amount
          totals     | SUM(amount)          | SUM(amount) FILTER (WHERE amount > 1)
          totals     | COUNT(*)             | COUNT(DISTINCT id)
          totals     | COUNT(*)             | COUNT(amount)
          totals     | GROUP BY             | WHERE amount > 5 GROUP BY
          largest    | MAX(amount)          | MIN(amount)
          largest    | COUNT(*) > 1         | COUNT(*) > 2
          per_window | '10' SECOND          | '20' SECOND
          per_window | TUMBLE(              | HOP(
          joined     | ON o.customer        | ON o.id
          joined     | c.city               | UPPER(c.city) AS city
          near       | '5' SECOND           | '50' SECOND
          newest     | ts DESC              | ts ASC
          newest     | ORDER BY ts DESC     | ORDER BY amount DESC
          top        | <= 3                 | <= 5
          top        | amount DESC          | amount ASC
          both       | ref('payments') }}   | ref('payments') }} WHERE amount > 1
          both       | ref('payments')      | ref('orders')
          running    | '10' SECOND          | '60' SECOND
          running    | SUM(amount) OVER     | MAX(amount) OVER
          """)
  void aChangedQueryIsAnUpgradeAlsoWhereItsColumnsAreEqual(
      String model, String before, String after) {
    user.edit("models/" + model + ".sql", before, after);
    if (after.equals("HOP(")) {
      user.edit("models/" + model + ".sql", "INTERVAL '10'", "INTERVAL '5' SECOND, INTERVAL '10'");
    }
    assertThat(action(model)).isIn("upgrade", "upgrade_unknown_state");
  }

  @Order(2)
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          kept       | SELECT id            | select   id
          kept       | WHERE amount > 0     | WHERE (amount > 0)
          kept       | WHERE amount > 0     | WHERE amount > 0 AND TRUE
          kept       | FROM                 | /* all of them */ FROM
          kept       | id, customer, amount | o.id, o.customer, o.amount
          totals     | SUM(amount)          | SUM( amount )
          totals     | COUNT(*)             | COUNT(1)
          totals     | GROUP BY customer    | GROUP BY (customer)
          totals     | SELECT customer      | SELECT /* who */ customer
          largest    | COUNT(*) > 1         | NOT COUNT(*) <= 1
          largest    | MAX(amount)          | max(`amount`)
          per_window | AS total             | AS `total`
          per_window | GROUP BY window_start, window_end | GROUP BY window_end, window_start
          joined     | AS o                 | AS purchases
          joined     | o.customer = c.customer | c.customer = o.customer
          joined     | JOIN                 | INNER JOIN
          near       | BETWEEN o.ts AND o.ts + INTERVAL '5' SECOND | >= o.ts AND p.ts <= o.ts + INTERVAL '5' SECOND
          newest     | place = 1            | place <= 1
          newest     | AS place             | AS nth
          top        | <= 3                 | < 4
          both       | UNION ALL            | UNION ALL -- of all
          running    | AS recent            | AS `recent`
          """)
  void anEditWithoutEffectIsNothing(String model, String before, String after) {
    String file = "models/" + model + ".sql";
    user.edit(file, before, after);
    switch (after) {
      case "o.id, o.customer, o.amount" -> user.edit(file, "}} WHERE", "}} AS o WHERE");
      case "AS purchases" -> {
        user.edit(file, "o.id, o.amount", "purchases.id, purchases.amount");
        user.edit(file, "o.customer", "purchases.customer");
      }
      case "AS nth" -> user.edit(file, "WHERE place", "WHERE nth");
      default -> {}
    }
    assertThat(action(model)).isEqualTo("unchanged");
  }

  @Test
  @Order(3)
  void aSavedPlanIsCarriedOutOnceAndThenRefused() {
    user.edit("models/kept.sql", "amount > 0", "amount > 10");
    user.types("plan", "--out", "plan.json", "--markdown", "plan.md").succeeds();
    assertThat(user.project().resolve("plan.md")).content().contains("| kept | upgrade");

    CommandLineUser.Answer applied = user.types("apply", "plan.json").succeeds();
    assertThat(applied.out()).contains("kept").contains("COMMITTED");

    assertThat(user.types("apply", "plan.json").exits(1).err())
        .contains("D001", "kept: upgrade, state kept then, unchanged now");
    assertThat(user.asks("plan").get("models").findValuesAsText("action"))
        .containsOnly("unchanged");
    user.edit("models/kept.sql", "amount > 10", "amount > 0");
    String hash = user.asks("plan").get("plan").asText();
    user.types("apply", hash.substring(0, 8)).succeeds();
  }

  @Test
  @Order(4)
  void aPolicyRefusesBeforeAnythingIsTouched() {
    user.edit("models/totals.sql", "SUM(amount) AS total, ", "");

    assertThat(
            user.types("run", "--select", "totals", "--fail-on", "breaking,state-loss")
                .exits(1)
                .err())
        .contains("D006", "total: it is gone");
    assertThat(user.types("plan", "--select", "totals", "--fail-on", "breaking").exits(1).err())
        .contains("D006");
    assertThat(user.types("run", "--fail-on", "bad luck").exits(2).err())
        .contains("state-loss, breaking and unknown");
    restore();
    assertThat(action("totals")).isEqualTo("unchanged");
  }

  @Test
  @Order(5)
  void aLedgerThatIsDeletedWhileTenJobsRunIsMadeAgain() throws IOException {
    assertThat(running()).isEqualTo(10);
    deleteLedger();
    assertThat(user.types("plan").exits(1).out()).contains("millrace ledger rebuild");

    assertThat(user.asks("ledger", "rebuild").get("rebuilt")).hasSize(10);

    JsonNode plan = user.asks("plan");
    assertThat(plan.get("models").findValuesAsText("action")).hasSize(10).containsOnly("unchanged");
    user.types("run").succeeds();
    assertThat(running()).isEqualTo(10);
    user.edit("models/totals.sql", "GROUP BY", "WHERE id >= 0 GROUP BY");
    JsonNode upgraded = user.asks("run", "--select", "totals", "--allow-unknown-state");
    assertThat(upgraded.get("models").get(0).path("restored_from").asText()).isNotEmpty();
  }

  @Test
  @Order(6)
  void aStoppedModelIsKnownAgainWhenLedgerAndClusterHaveForgottenIt() throws IOException {
    user.types("run", "--select", "totals", "--allow-unknown-state").succeeds();
    user.types("stop", "--select", "totals").succeeds();
    String savepoint =
        user.asks("savepoints", "list", "--select", "totals")
            .get("savepoints")
            .get(0)
            .get("path")
            .asText();
    user.types("stop", "--all", "--no-savepoint").succeeds();
    user.types("local", "stop").succeeds();
    deleteLedger();
    user.types("local", "start").succeeds();

    assertThat(user.types("run", "--select", "totals").exits(1).out())
        .contains("It was stopped with the savepoint", "millrace ledger rebuild");
    JsonNode rebuilt = user.asks("ledger", "rebuild");
    assertThat(rebuilt.get("rebuilt").findValuesAsText("unique_id"))
        .containsExactly("model.edits.totals");
    assertThat(rebuilt.get("left")).isEmpty();

    JsonNode started = user.asks("run", "--select", "totals").get("models").get(0);
    assertThat(StatePaths.same(started.path("restored_from").asText(), savepoint)).isTrue();

    // From now on the job's own state is the last.
    user.types("stop", "--all", "--no-savepoint").succeeds();
    user.types("local", "stop").succeeds();
    deleteLedger();
    user.types("local", "start").succeeds();
    assertThat(user.types("ledger", "rebuild").exits(1).out()).contains("is not its last state");
  }

  private void deleteLedger() throws IOException {
    try (Stream<Path> files = Files.walk(user.data())) {
      for (Path file : files.filter(each -> each.toString().contains("ledger.sqlite")).toList()) {
        Files.delete(file);
      }
    }
  }

  private long running() {
    long running = 0;
    for (JsonNode job : user.asks("jobs").get("jobs")) {
      running += job.get("state").asText().equals("running") ? 1 : 0;
    }
    return running;
  }
}
