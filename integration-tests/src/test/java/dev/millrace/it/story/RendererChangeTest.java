package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job runs, and the text of its model becomes another one, as it does when templates are rendered
 * in another way. What counts is Flink's plan.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RendererChangeTest {
  private static final String TABLE =
      "{{ config(materialized='streaming_table', connector='blackhole') }}\n";
  private static final String TOTALS =
      TABLE
          + "SELECT customer, SUM(amount) AS total, COUNT(*) AS orders\n"
          + "FROM {{ ref('valid_orders') }}\n"
          + "GROUP BY customer\n";
  private static final String VALID =
      """
      {{ config(materialized='ephemeral') }}
      SELECT id, customer, amount FROM {{ ref('feed') }} WHERE amount > 0
      """;

  private CommandLineUser user;

  @BeforeAll
  void deploy(@TempDir Path folder) {
    user = CommandLineUser.in(folder);
    user.file("dbt_project.yml", "name: rendered\n");
    user.file(
        "models/feed.sql",
        "{{ config(materialized='streaming_source', connector='datagen', with={'rows-per-second':"
            + " '1'}) }}\nid BIGINT, customer BIGINT, amount DECIMAL(10, 2)\n");
    restore();
    user.types("run").succeeds();
  }

  @AfterAll
  void stop() {
    user.close();
  }

  @BeforeEach
  void restore() {
    user.file("models/valid_orders.sql", VALID);
    user.file("models/totals.sql", TOTALS);
  }

  @Test
  void theSameTextIsUnchanged() {
    assertThat(action()).isEqualTo("unchanged");
  }

  @Test
  void whitespaceAndCommentsChangeNothing() {
    user.file(
        "models/totals.sql",
        TABLE
            + "\n\n-- totals of each customer\nSELECT   customer,\n\n  SUM( amount ) /* money */"
            + " AS total\t,COUNT(*) AS orders FROM\n{# told to nobody -#}\n"
            + "    {{ ref( 'valid_orders' ) }} GROUP   BY customer");
    assertThat(action()).isEqualTo("unchanged");
  }

  @Test
  void quotingAndQualifyingNamesChangesNothing() {
    user.file(
        "models/totals.sql",
        TABLE
            + "select `v`.`customer`, sum(v.`amount`) as `total`, count(*) as orders\n"
            + "from {{ ref('valid_orders') }} as v group by `v`.`customer`\n");
    assertThat(action()).isEqualTo("unchanged");
  }

  @Test
  void anEphemeralModelMayBeACteOfAnyNameASubqueryOrWrittenOut() {
    user.file(
        "models/totals.sql",
        TABLE
            + "WITH kept AS (SELECT * FROM {{ ref('valid_orders') }}), same AS (SELECT * FROM kept)"
            + "\nSELECT customer, SUM(amount) AS total, COUNT(*) AS orders FROM same"
            + " GROUP BY customer\n");
    assertThat(action()).isEqualTo("unchanged");
    user.file(
        "models/totals.sql",
        TABLE
            + "SELECT customer, SUM(amount) AS total, COUNT(*) AS orders FROM (\n"
            + "  SELECT id, customer, amount FROM {{ ref('feed') }} WHERE amount > 0\n"
            + ") AS inlined GROUP BY customer\n");
    assertThat(action()).isEqualTo("unchanged");
    user.file(
        "models/totals.sql",
        TABLE
            + "SELECT customer, SUM(amount) AS total, COUNT(*) AS orders FROM {{ ref('feed') }}\n"
            + "WHERE amount > 0 GROUP BY customer\n");
    assertThat(action()).isEqualTo("unchanged");
  }

  @Test
  void aTemplateThatSaysTheSameInAnotherWayChangesNothing() {
    user.file("macros/total_of.sql", "{% macro total_of(c) %} SUM( {{ c }} ) {% endmacro %}");
    user.file(
        "models/totals.sql",
        TABLE
            + "{% set measures = {'total': total_of('amount'), 'orders': 'COUNT(*)'} %}\n"
            + "SELECT customer{% for name, measure in measures.items() %},\n"
            + "  {{ measure }} AS {{ name }}{% endfor %}\n"
            + "FROM {{ ref('valid_orders') }} GROUP BY customer\n");
    assertThat(action()).isEqualTo("unchanged");
  }

  @Test
  void anotherMeaningIsAChange() {
    user.edit("models/totals.sql", "SUM(amount)", "MAX(amount)");
    assertThat(action()).isNotEqualTo("unchanged");
    restore();
    user.edit("models/valid_orders.sql", "amount > 0", "amount > 1");
    assertThat(action()).isNotEqualTo("unchanged");
  }

  private String action() {
    JsonNode models = user.asks("plan").get("models");
    assertThat(models).hasSize(1);
    return models.get(0).get("action").asText();
  }
}
