package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Data tests, freshness and the catalog against one local cluster that needs no broker. */
class DataTestStoryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private static Path folder;
  private static CommandLineUser user;

  @BeforeAll
  static void aProjectWithNumbers() {
    user =
        CommandLineUser.in(folder)
            .file("dbt_project.yml", "name: numbers\nversion: '1.0'\n")
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
                    + "SELECT id FROM {{ ref('evens') }} WHERE id > 4")
            .file(
                "models/nothing.sql",
                "{{ config(materialized='view') }}SELECT id FROM {{ ref('numbers') }} WHERE id >"
                    + " 99")
            .file(
                "models/all.yml",
                """
                models:
                  - name: evens
                    columns:
                      - name: id
                        data_tests:
                          - not_null
                          - unique
                          - relationships: {to: ref('numbers'), field: id}
                      - name: rest
                        data_tests:
                          - accepted_values:
                              name: rest_is_zero
                              values: [0]
                              quote: false
                          - accepted_values:
                              name: rest_is_zero_or_warn
                              values: [0]
                              quote: false
                              config: {severity: warn}
                  - name: nothing
                    columns:
                      - {name: id, data_tests: [not_null]}
                sources:
                  - name: raw
                    tables:
                      - name: ticks
                        columns:
                          - {name: id, data_type: BIGINT}
                          - {name: at, data_type: TIMESTAMP_LTZ(3)}
                        loaded_at_field: "`at`"
                        freshness: {warn_after: {count: 1, period: hour}}
                        config:
                          connector_properties: {connector: datagen, number-of-rows: '5'}
                """)
            .file("tests/no_big_ones.sql", "SELECT id FROM {{ ref('big') }} WHERE id > 100")
            .file("tests/broken.sql", "SELECT missing FROM {{ ref('evens') }}");
  }

  @AfterAll
  static void stop() {
    user.close();
  }

  @Test
  void eachTestEndsAsWhatItFindsSays() throws IOException {
    Answer answer = user.types("test", "--output", "json").exits(1);

    Map<String, String> statuses = new TreeMap<>();
    for (JsonNode test : answer.json().get("data_tests")) {
      statuses.put(test.get("name").asText(), test.get("status").asText());
    }
    assertThat(statuses)
        .containsOnly(
            Map.entry("not_null_evens_id", "pass"),
            Map.entry("unique_evens_id", "pass"),
            Map.entry("relationships_evens_id__id__ref_numbers_", "pass"),
            Map.entry("rest_is_zero", "fail"),
            Map.entry("rest_is_zero_or_warn", "warn"),
            Map.entry("not_null_nothing_id", "no_data"),
            Map.entry("no_big_ones", "pass"),
            Map.entry("broken", "error"));

    JsonNode results = JSON.readTree(user.project().resolve("target/run_results.json").toFile());
    JsonNode manifest = JSON.readTree(user.project().resolve("target/manifest.json").toFile());
    assertThat(results.get("results")).hasSize(8);
    assertThat(results.at("/args/which").asText()).isEqualTo("test");
    assertThat(results.at("/metadata/invocation_id"))
        .isEqualTo(manifest.at("/metadata/invocation_id"));
    for (JsonNode result : results.get("results")) {
      assertThat(manifest.get("nodes").has(result.get("unique_id").asText())).isTrue();
      assertThat(result.get("compiled_code").asText()).contains("SELECT");
    }
  }

  @Test
  void aTestThatPassesSaysOverHowManyRows() {
    JsonNode test = user.asks("test", "--select", "no_big_ones").get("data_tests").get(0);

    assertThat(test.get("rows").toString()).isEqualTo("{\"model.numbers.evens\":5}");
  }

  @Test
  void aTestThatMeetsNoRowIsSeenByPeople() {
    Answer answer = user.types("test", "--select", "nothing").succeeds();

    assertThat(answer.out())
        .contains("NO DATA", "No data: there was no row in `nothing`", "WARN=1");
  }

  @Test
  void whatIsLeftOutAfterAFailureIsSkippedInTheResults() throws IOException {
    user.types("test", "--fail-fast", "--threads", "1", "--select", "evens").exits(1);

    JsonNode results = JSON.readTree(user.project().resolve("target/run_results.json").toFile());
    assertThat(results.get("results"))
        .extracting(result -> result.get("status").asText())
        .contains("skipped")
        .filteredOn(status -> status.equals("fail") || status.equals("error"))
        .hasSize(1);
  }

  @Test
  void theCatalogHasThePlannersTypes() throws IOException {
    user.types("docs", "generate").succeeds();

    JsonNode catalog = JSON.readTree(user.project().resolve("target/catalog.json").toFile());
    assertThat(catalog.at("/nodes/model.numbers.evens/columns/rest/type").asText())
        .isEqualTo("INT");
    assertThat(catalog.get("sources").has("source.numbers.raw.ticks")).isTrue();
  }

  @Test
  void aSourceIsAsFreshAsItsNewestRecord() throws IOException {
    user.types("source", "freshness").succeeds();

    JsonNode sources = JSON.readTree(user.project().resolve("target/sources.json").toFile());
    JsonNode result = sources.at("/results/0");
    assertThat(result.get("unique_id").asText()).isEqualTo("source.numbers.raw.ticks");
    assertThat(result.get("status").asText()).isEqualTo("pass");
    assertThat(result.get("max_loaded_at_time_ago_in_s").asDouble()).isBetween(0.0, 600.0);
  }

  @Test
  void aPlanOfNothingIsEmptyAndWellFormed() {
    JsonNode plan = user.asks("plan", "--select", "nobody");

    assertThat(plan.get("models")).isEmpty();
    assertThat(plan.get("project").asText()).isEqualTo("numbers");
  }
}
