package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.project.ProjectLoader;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.AdapterDialect.CatalogColumn;
import dev.millrace.engine.project.context.AdapterDialect.ForeignTarget;
import dev.millrace.engine.project.context.AdapterDialect.RelationKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManifestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  @TempDir private Path folder;
  private ProjectFolder project;

  @BeforeEach
  void startWithAModelAndItsTests() {
    project =
        new ProjectFolder(folder)
            .file("models/orders.sql", "\n{{ config(tags=['core']) }}\nSELECT 1 AS id\n\n")
            .file(
                "models/orders.yml",
                """
                models:
                  - name: orders
                    description: All orders
                    columns:
                      - name: id
                        tests:
                          - not_null
                          - accepted_values:
                              values: [1, 2, 3]
                              config: {severity: warn}
                    tests:
                      - at_least:
                          arguments: {rows: 5}
                """)
            .file(
                "tests/generic/at_least.sql",
                "{% test at_least(model, rows) %}select {{ rows }} from {{ model }}{% endtest %}");
  }

  private static JsonNode json(Project project, Map<String, DbtTexts.Result> texts)
      throws IOException {
    return JSON.readTree(JSON.writeValueAsBytes(new Manifest(project, texts).tree()));
  }

  private static JsonNode compiled(Project project) throws IOException {
    return json(project, new DbtTexts(project).all());
  }

  private static JsonNode test(JsonNode manifest, String start) {
    return manifest.path("nodes").properties().stream()
        .filter(entry -> entry.getKey().startsWith("test.shop." + start))
        .findFirst()
        .map(Map.Entry::getValue)
        .orElseThrow();
  }

  @Test
  void aGenericTestIsNamedAndHashedAsDbtDoes() throws IOException {
    JsonNode manifest = json(project.load(), Map.of());
    // By dbt's formula, computed apart: md5 of the name and the repr of the metadata.
    assertThat(manifest.path("nodes").has("test.shop.not_null_orders_id.84ef11d8fe")).isTrue();
  }

  @Test
  void aLongTestNameIsCutAndEndsInItsHash() throws IOException {
    project.file(
        "models/long.yml",
        """
        sources:
          - name: a_source_with_a_name
            tables:
              - name: a_table_with_a_long_name
                columns:
                  - name: a_column_with_a_long_name
                    tests: [unique]
        """);
    JsonNode test = test(json(project.load(), Map.of()), "source_unique");
    assertThat(test.path("alias").asText())
        .hasSize(63)
        .startsWith("source_unique_a_source_with_a_");
    assertThat(test.path("name").asText()).hasSizeGreaterThan(63);
  }

  @Test
  void aTestsConfigStaysOutOfItsArguments() throws IOException {
    JsonNode test = test(json(project.load(), Map.of()), "accepted_values");
    assertThat(test.path("config").path("severity").asText()).isEqualTo("warn");
    assertThat(test.path("test_metadata").path("kwargs").has("config")).isFalse();
    assertThat(test.path("raw_code").asText())
        .isEqualTo(
            "{{ test_accepted_values(**_dbt_generic_test_kwargs) }}{{ config(severity=\"warn\")"
                + " }}");
  }

  @Test
  void aTestReadsItsModelAndNamesTheMacrosItCalls() throws IOException {
    JsonNode test = test(json(project.load(), Map.of()), "at_least");
    assertThat(test.path("depends_on").path("nodes").get(0).asText())
        .isEqualTo("model.shop.orders");
    assertThat(test.path("depends_on").path("macros").toString())
        .contains("macro.shop.test_at_least", "macro.dbt.get_where_subquery");
    assertThat(test.path("test_metadata").path("kwargs").path("rows").asInt()).isEqualTo(5);
  }

  @Test
  void testsOfDisabledModelsAreLeftOut() throws IOException {
    project.file("models/orders.sql", "{{ config(enabled=false) }} SELECT 1 AS id");
    assertThat(json(project.load(), Map.of()).path("nodes").size()).isZero();
  }

  @Test
  void aModelIsRenderedWithoutTheBlanksAtItsEnds() throws IOException {
    JsonNode model = compiled(project.load()).path("nodes").path("model.shop.orders");
    assertThat(model.path("compiled_code").asText()).isEqualTo("\nSELECT 1 AS id");
    assertThat(model.path("tags").get(0).asText()).isEqualTo("core");
    assertThat(model.path("patch_path").asText()).isEqualTo("shop://models/orders.yml");
  }

  @Test
  void aTestIsRenderedWithItsArguments() throws IOException {
    JsonNode test = test(compiled(project.load()), "at_least");
    assertThat(test.path("compiled_code").asText())
        .isEqualTo("select 5 from `default_catalog`.`local_shop`.`orders`");
  }

  @Test
  void anotherDialectQuotesAndKnowsColumnsAsItsDatabaseDoes() throws IOException {
    project.file(
        "models/wide.sql",
        "{% for column in adapter.get_columns_in_relation(ref('orders')) %}"
            + "{{ column.quoted }}:{{ column.data_type }} {% endfor %}from {{ ref('orders') }}");
    AdapterDialect dialect =
        new AdapterDialect(
            List.of("postgres"),
            List.of("dbt_flink", "dbt"),
            "\"",
            Map.of(),
            Map.of(
                new RelationKey("WAREHOUSE", "public", "orders"),
                List.of(new CatalogColumn("id", "integer"))),
            Optional.of(new ForeignTarget("postgres", "warehouse", "public")));
    Project loaded = new ProjectLoader(dialect).load(project.request());
    assertThat(
            compiled(loaded).path("nodes").path("model.shop.wide").path("compiled_code").asText())
        .isEqualTo("\"id\":integer from \"warehouse\".\"public\".\"orders\"");
  }

  @Test
  void theSameProjectGivesTheSameFile() throws IOException {
    Path first =
        ArtifactFile.write(
            "manifest.json",
            new Manifest(project.load(), Map.of()).tree(),
            folder.resolve("target/a"));
    Path second =
        ArtifactFile.write(
            "manifest.json",
            new Manifest(project.load(), Map.of()).tree(),
            folder.resolve("target/b"));
    assertThat(Files.readString(first)).isEqualTo(Files.readString(second));
  }

  @Test
  void secretsStayPlaceholders() throws IOException {
    project.file(
        "models/secret.sql",
        "{{ config(connector_properties={'password': env_var('KAFKA_PASSWORD')}) }} SELECT 1 AS x");
    Project loaded =
        new ProjectLoader()
            .load(project.request().withEnvironment(Map.of("KAFKA_PASSWORD", "hunter2")));
    assertThat(compiled(loaded).toString()).doesNotContain("hunter2");
  }

  @Test
  void aUnitTestKeepsWhatItIsGivenAndWhatItExpects() throws IOException {
    project.file(
        "models/tests.yml",
        """
        unit_tests:
          - name: adds
            model: totals
            given: [{input: ref('orders'), rows: [{id: 1}]}]
            expect: {rows: [{id: 2}]}
        """);
    project.file("models/totals.sql", "SELECT id + 1 AS id FROM {{ ref('orders') }}");

    JsonNode test =
        json(project.load(), Map.of()).path("unit_tests").path("unit_test.shop.totals.adds");

    assertThat(test.at("/given/0/input").asText()).isEqualTo("ref('orders')");
    assertThat(test.at("/given/0/rows/0/id").asInt()).isEqualTo(1);
    assertThat(test.at("/expect/rows/0/id").asInt()).isEqualTo(2);
    assertThat(test.path("original_file_path").asText()).isEqualTo("models/tests.yml");
    assertThat(test.path("package_name").asText()).isEqualTo("shop");
    assertThat(test.path("fqn").toString()).isEqualTo("[\"shop\",\"totals\",\"adds\"]");
  }
}
