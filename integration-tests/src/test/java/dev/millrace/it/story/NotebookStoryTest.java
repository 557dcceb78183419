package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries and notebooks against one local cluster that needs no broker. */
class NotebookStoryTest {
  @TempDir private static Path folder;
  private static CommandLineUser user;

  @BeforeAll
  static void aProjectWithNumbers() {
    user =
        CommandLineUser.in(folder)
            .file("dbt_project.yml", "name: numbers\nversion: '1.0'\nvars: {least: 4}\n")
            .file(
                "models/numbers.sql",
                """
                {{ config(materialized='streaming_source', connector='datagen', with={
                    'number-of-rows': 10, 'fields.id.kind': 'sequence',
                    'fields.id.start': 1, 'fields.id.end': 10}) }}
                id BIGINT
                """)
            .file(
                "models/evens.sql",
                "{{ config(materialized='view') }}SELECT id, MOD(id, 4) AS rest FROM {{"
                    + " ref('numbers') }} WHERE MOD(id, 2) = 0")
            .file(
                "models/big.sql",
                "{{ config(materialized='ephemeral') }}"
                    + "SELECT id FROM {{ ref('evens') }} WHERE id > {{ var('least') }}");
  }

  @AfterAll
  static void stop() {
    user.close();
  }

  @Test
  void aQueryOfOnesOwnReadsViewsAndEphemeralModels() {
    JsonNode answer =
        user.asks("show", "--inline", "SELECT COUNT(*) AS n, SUM(id) AS s FROM {{ ref('big') }}");

    assertThat(answer.get("ending").asText()).isEqualTo("complete");
    assertThat(answer.get("rows").toString()).isEqualTo("[{\"n\":3,\"s\":24}]");
  }

  @Test
  void aLiveQueryShowsEveryChange() {
    Answer answer =
        user.types(
                "show",
                "--live",
                "--output",
                "json",
                "--inline",
                "SELECT rest, COUNT(*) AS n FROM {{ ref('evens') }} GROUP BY rest")
            .succeeds();

    assertThat(answer.out().lines())
        .contains(
            "{\"kind\":\"+I\",\"row\":{\"rest\":2,\"n\":1}}",
            "{\"kind\":\"-U\",\"row\":{\"rest\":2,\"n\":2}}",
            "{\"kind\":\"+U\",\"row\":{\"rest\":2,\"n\":3}}");
  }

  @Test
  void cellsOfANotebookShareASessionAndKeepTypes() {
    user.file(
        "analyses/all.sql",
        """
        -- %% [markdown]
        -- # Numbers
        -- %% Define
        CREATE TEMPORARY VIEW doubled AS SELECT id * 2 AS id FROM {{ ref('big') }};
        -- %% Read
        SELECT SUM(id) AS s FROM doubled;
        SELECT CAST(1.50 AS DECIMAL(10, 2)) AS d, ARRAY[1, 2] AS a, MAP['k', 1] AS m,
          ROW(1, 'x') AS r, CAST(TIMESTAMP '2026-01-02 03:04:05' AS TIMESTAMP_LTZ(3)) AS t
        """);

    Answer answer = user.types("show", "--file", "analyses/all.sql", "--output", "json").succeeds();

    JsonNode cells = answer.json().get("cells");
    assertThat(cells.get(0).get("text").asText()).isEqualTo("# Numbers");
    assertThat(cells.get(1).get("results").get(0).get("defined").asText())
        .isEqualTo("View doubled defined");
    assertThat(cells.get(2).get("results").get(0).get("rows").toString()).isEqualTo("[{\"s\":48}]");
    assertThat(answer.out())
        .contains(
            "{\"d\":1.50,\"a\":[1,2],\"m\":{\"k\":1},\"r\":{\"EXPR$0\":1,\"EXPR$1\":\"x\"},"
                + "\"t\":\"2026-01-02T03:04:05Z\"}");
  }

  @Test
  void aFaultIsShownWhereItStandsInTheNotebook() {
    user.file(
        "analyses/wrong.sql",
        """
        -- %%
        SELECT COUNT(*) AS n FROM {{ ref('evens') }};
        -- %%
        SELECT
          id, {{ var('least') }} AS least, nope
        FROM {{ ref('evens') }};
        -- %%
        SELECT 1 AS x
        """);

    Answer stopped =
        user.types("show", "--file", "analyses/wrong.sql", "--output", "json").exits(2);
    assertThat(stopped.err()).contains("P010 analyses/wrong.sql:5:36", "nope");
    JsonNode cells = stopped.json().get("cells");
    assertThat(List.of(0, 1, 2))
        .extracting(cell -> cells.get(cell).get("status").asText())
        .containsExactly("done", "failed", "skipped");

    Answer all = user.types("show", "--file", "analyses/wrong.sql", "--continue").exits(2);
    assertThat(all.out()).contains("| x |");
  }

  @Test
  void rowsGoToAFile() {
    user.types(
            "show", "--select", "evens", "--limit", "0", "--export", "rows.csv", "--seconds", "30")
        .succeeds();

    assertThat(user.project().resolve("rows.csv"))
        .content()
        .startsWith("\"id\",\"rest\"\r\n\"2\",\"2\"\r\n\"4\",\"0\"\r\n");
  }
}
