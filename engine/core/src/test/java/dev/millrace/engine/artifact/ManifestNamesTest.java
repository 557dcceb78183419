package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.AdapterDialect.ForeignTarget;
import dev.millrace.engine.project.context.Quoting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names of relations and what templates see of the graph, as dbt has them for a database. */
class ManifestNamesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private Path folder;
  private ProjectFolder project;

  @BeforeEach
  void startWithASourceAndItsReader() {
    project =
        new ProjectFolder(folder)
            .file(
                "models/raw.yml",
                "sources: [{name: raw, quoting: {schema: false}, tables: [{name: clicks}]}]")
            .file("models/orders.sql", "select * from {{ source('raw', 'clicks') }}");
  }

  private JsonNode manifest(Quoting adapter) throws IOException {
    AdapterDialect dialect =
        new AdapterDialect(
                List.of("duckdb"),
                List.of("dbt_flink", "dbt"),
                "\"",
                Map.of(),
                Map.of(),
                Optional.of(new ForeignTarget("duckdb", "db", "main")))
            .naming(adapter, adapter, true);
    Project loaded = new ProjectLoader(dialect).load(project.request());
    return JSON.readTree(
        JSON.writeValueAsBytes(new Manifest(loaded, new DbtTexts(loaded).all()).tree()));
  }

  private static JsonNode orders(JsonNode manifest) {
    return manifest.path("nodes").path("model.shop.orders");
  }

  @Test
  void theProjectSaysWhichPartsOfNamesAreQuoted() throws IOException {
    project.file("dbt_project.yml", "name: shop\nquoting: {database: false, schema: false}\n");
    assertThat(orders(manifest(Quoting.ALL)).path("relation_name").asText())
        .isEqualTo("db.main.\"orders\"");
  }

  @Test
  void aSourceIsReadWithTheQuotingOfItsOwnOverThatOfTheDatabase() throws IOException {
    project.file("dbt_project.yml", "name: shop\nquoting: {identifier: false}\n");
    assertThat(orders(manifest(Quoting.ALL)).path("compiled_code").asText())
        .isEqualTo("select * from \"db\".raw.\"clicks\"");
  }

  @Test
  void aDatabaseMayQuoteNothing() throws IOException {
    assertThat(orders(manifest(Quoting.NONE)).path("relation_name").asText())
        .isEqualTo("db.main.orders");
  }

  @Test
  void templatesSeeTheNodesOfTheGraph() throws IOException {
    project.file(
        "models/orders.sql",
        "{% for node in graph.nodes.values() %}{{ node.name }} {{ node.config.materialized }}"
            + "{% endfor %}");
    assertThat(orders(manifest(Quoting.ALL)).path("compiled_code").asText())
        .isEqualTo("orders view");
  }

  @Test
  void analysesAreNamedAndConfiguredAsDbtDoes() throws IOException {
    project
        .file("dbt_project.yml", "name: shop\nmodels: {shop: {+tags: [core]}}\n")
        .file("analyses/deep/look.sql", "select 1");
    JsonNode look = manifest(Quoting.ALL).path("nodes").path("analysis.shop.look");
    assertThat(look.path("fqn")).hasToString("[\"shop\",\"analysis\",\"deep\",\"look\"]");
    assertThat(look.path("config").path("tags")).hasToString("[\"core\"]");
  }

  @Test
  void storedFailuresAreSaidInBothForms() throws IOException {
    project.file(
        "models/orders.yml",
        "models: [{name: orders, data_tests: [{unique: {column_name: id, config:"
            + " {store_failures: true}}}]}]");
    JsonNode test =
        manifest(Quoting.ALL).path("nodes").properties().stream()
            .filter(entry -> entry.getKey().startsWith("test."))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseThrow();
    assertThat(test.path("config").path("store_failures_as").asText()).isEqualTo("table");
    assertThat(test.path("relation_name").asText()).contains("dbt_test__audit");
  }

  @Test
  void oneFaultyNamingMacroIsToldOnce() {
    project
        .file("models/more.sql", "select 1")
        .file(
            "macros/names.sql",
            "{% macro generate_alias_name(custom_alias_name, node) %}{{ nothing() }}{% endmacro"
                + " %}");
    assertThat(ProjectFolder.errors(project.load().problems()))
        .filteredOn(problem -> problem.message().contains("nothing"))
        .hasSize(1);
  }

  @Test
  void exposuresGroupsAndDocsAreKept() throws IOException {
    project
        .file("models/words.md", "{% docs orders %}\nAll *orders*\n{% enddocs %}")
        .file(
            "models/more.yml",
            """
            groups: [{name: sales, owner: {name: Ann}}]
            models:
              - name: orders
                description: "{{ doc('orders') }}"
                config: {group: sales}
            exposures:
              - name: report
                type: dashboard
                owner: {name: Ann}
                depends_on: [ref('orders'), "source('raw', 'clicks')"]
            """);
    JsonNode manifest = manifest(Quoting.ALL);
    assertThat(orders(manifest).path("description").asText()).isEqualTo("All *orders*");
    assertThat(manifest.path("docs").has("doc.shop.orders")).isTrue();
    assertThat(manifest.path("group_map").path("sales")).hasToString("[\"model.shop.orders\"]");
    JsonNode report = manifest.path("exposures").path("exposure.shop.report");
    assertThat(report.path("depends_on").path("nodes"))
        .hasToString("[\"model.shop.orders\",\"source.shop.raw.clicks\"]");
    assertThat(manifest.path("child_map").path("model.shop.orders"))
        .hasToString("[\"exposure.shop.report\"]");
  }

  @Test
  void metricsHangOnTheSemanticModelsOfTheirMeasures() throws IOException {
    project.file(
        "models/layer.yml",
        """
        semantic_models:
          - {name: sold, model: ref('orders'), measures: [{name: total, agg: sum}]}
        metrics:
          - {name: revenue, type: simple, type_params: {measure: total}}
        """);
    JsonNode metric = manifest(Quoting.ALL).path("metrics").path("metric.shop.revenue");
    assertThat(metric.path("depends_on").path("nodes"))
        .hasToString("[\"semantic_model.shop.sold\"]");
  }

  @Test
  void tagsAddUpLevelByLevel() throws IOException {
    project
        .file("dbt_project.yml", "name: shop\nmodels: {+tags: [core]}\n")
        .file("models/orders.sql", "{{ config(tags=['core', 'mine']) }} select 1");
    JsonNode orders = orders(manifest(Quoting.ALL));
    assertThat(orders.path("config").path("tags")).hasToString("[\"core\",\"core\",\"mine\"]");
    assertThat(orders.path("tags")).hasToString("[\"core\",\"mine\"]");
  }

  @Test
  void grantsReplaceOrAddToThoseOfTheSameName() throws IOException {
    project
        .file(
            "dbt_project.yml", "name: shop\nmodels: {+grants: {select: [a], insert: b, all: c}}\n")
        .file(
            "models/orders.sql",
            "{{ config(grants={'+select': ['d'], 'insert': ['e']}) }} select 1");
    JsonNode grants = orders(manifest(Quoting.ALL)).path("config").path("grants");
    assertThat(grants.path("select")).hasToString("[\"a\",\"d\"]");
    assertThat(grants.path("insert")).hasToString("[\"e\"]");
    assertThat(grants.path("all")).hasToString("[\"c\"]");
  }
}
