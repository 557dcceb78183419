package dev.millrace.engine.project;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static dev.millrace.engine.project.ProjectFolder.onlyError;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.artifact.Manifest;
import dev.millrace.engine.problem.Problem;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups and access, variables in a file of their own, and what the manifest concludes. */
class GovernanceTest {
  @TempDir Path folder;
  private ProjectFolder files;

  @BeforeEach
  void writeProject() {
    files =
        new ProjectFolder(folder)
            .file("models/inner.sql", "SELECT 1 AS id")
            .file("models/reader.sql", "SELECT id\nFROM {{ ‸ref('inner') }}");
  }

  private void access(String inner, String reader) {
    files.file(
        "models/schema.yml",
        "groups: [{name: money, owner: {name: m}}]\nmodels:\n  - {name: inner, "
            + inner
            + "}\n  - {name: reader, "
            + reader
            + "}\n");
  }

  @Test
  void aPrivateModelIsRefusedToOtherGroupsAtTheReference() {
    access("access: private, group: money", "config: {group: other}");
    Problem problem = onlyError(files.load().problems());
    assertThat(problem.message())
        .isEqualTo("`reader` may not read `inner`, which is private to the group `money`");
    assertThat(problem.position()).contains(files.caret("models/reader.sql"));
  }

  @Test
  void aPrivateModelIsReadByItsGroupAndTestedByAnyTestOfItsOwn() {
    access(
        "config: {access: private, group: money}, columns: [{name: id, tests: [not_null]}]",
        "group: money");
    assertThat(errors(files.load().problems())).isEmpty();
  }

  @Test
  void aProtectedModelOfARestrictedPackageIsRefusedAndAPublicOneIsNot() {
    files
        .file("dbt_packages/lib/dbt_project.yml", "name: lib\nrestrict-access: true\n")
        .file("dbt_packages/lib/models/shut.sql", "SELECT 1 AS id")
        .file("dbt_packages/lib/models/open.sql", "{{ config(access='public') }}SELECT 1 AS id")
        .file("models/reader.sql", "SELECT id FROM {{ ref('open') }} JOIN {{ ref('shut') }}");
    assertThat(onlyError(files.load().problems()).message())
        .isEqualTo("`reader` may not read `shut`, which is protected within the package `lib`");
  }

  @Test
  void aProtectedModelOfAnyOtherPackageMayBeRead() {
    files
        .file("dbt_packages/lib/dbt_project.yml", "name: lib\n")
        .file("dbt_packages/lib/models/shut.sql", "SELECT 1 AS id")
        .file("models/reader.sql", "SELECT id FROM {{ ref('shut') }}");
    assertThat(errors(files.load().problems())).isEmpty();
  }

  @Test
  void variablesMayStandInAFileOfTheirOwnAndBeReadByTheProjectFile() {
    files
        .file("dbt_project.yml", "name: shop\nmodels: {+schema: \"{{ var('place') }}\"}\n")
        .file("vars.yml", "vars: {place: here, shop: {place: there}}\n")
        .file("models/reader.sql", "SELECT '{{ var('place') }}' AS x");
    Project project = files.loadSound();
    assertThat(project.node("model.shop.reader").config().text("schema")).hasValue("there");
    assertThat(project.templates().scope().variables().find("shop", "place").orElseThrow().value())
        .isEqualTo("there");
  }

  @Test
  void variablesInTwoPlacesAreAnError() {
    files.file("dbt_project.yml", "name: shop\nvars: {a: 1}\n").file("vars.yml", "vars: {a: 2}\n");
    assertThat(onlyError(files.load().problems()).message())
        .isEqualTo("Variables stand in vars.yml and in dbt_project.yml");
  }

  @Test
  void rowsOfAUnitTestMayBeWrittenAsSql() {
    files
        .file("tests/fixtures/given.sql", "SELECT CAST('2024-01-02' AS DATE) AS id;\n")
        .file(
            "models/unit.yml",
            """
            unit_tests:
              - name: passes
                model: reader
                given:
                  - input: ref('inner')
                    format: sql
                    rows: |
                      select 1 as id, 'a' as name, true as good, null as nothing
                      union all select -2.5, 'it''s', false, DATE '2024-01-02'
                expect: {format: sql, fixture: given}
            """);
    UnitTest test =
        requireNonNull(files.loadSound().unitTests().get("unit_test.shop.reader.passes"));
    Map<String, Object> first = new HashMap<>(Map.of("id", "1", "name", "a", "good", true));
    first.put("nothing", null);
    assertThat(test.given().get("model.shop.inner"))
        .containsExactly(
            first, Map.of("id", "-2.5", "name", "it's", "good", false, "nothing", "2024-01-02"));
    assertThat(test.expect()).containsExactly(Map.of("id", "2024-01-02"));
  }

  @Test
  void rowsThatWouldNeedAnEngineAreRefusedAtTheirPlace() {
    files.file(
        "models/unit.yml",
        """
        unit_tests:
          - name: passes
            model: reader
            given: [{input: ref('inner'), format: sql, rows: "SELECT MAX(x) AS id FROM t"}]
            expect: {rows: []}
        """);
    assertThat(onlyError(files.load().problems()).message())
        .isEqualTo("These rows are not written as literals");
  }

  @Test
  void theManifestConcludesKeysFromTestsAndNamesDocsBlocksContractsAndWhatIsDisabled() {
    files
        .file("models/docs.md", "{% docs key %}the key{% enddocs %}")
        .file("models/off.sql", "{{ config(enabled=false) }}SELECT 1 AS x")
        .file(
            "models/schema.yml",
            """
            models:
              - name: inner
                description: "All: {{ doc('key') }}"
                columns:
                  - {name: b, tests: [unique]}
                  - {name: id, description: "{{ doc('shop', 'key') }}", tests: [unique, not_null]}
              - name: reader
                config: {contract: {enforced: true}, materialized: table}
                constraints: [{type: primary_key, columns: [id]}]
                columns:
                  - {name: id, data_type: INT, constraints: [{type: not_null}]}
            """);
    Map<String, Object> tree = new HashMap<>(new Manifest(files.load(), Map.of()).tree());
    Map<?, ?> inner = node(tree, "nodes", "model.shop.inner");
    assertThat(inner.get("primary_key")).isEqualTo(List.of("id"));
    assertThat(inner.get("doc_blocks")).isEqualTo(List.of("doc.shop.key"));
    assertThat(at(inner, "columns", "id", "doc_blocks")).isEqualTo(List.of("doc.shop.key"));
    Map<?, ?> reader = node(tree, "nodes", "model.shop.reader");
    assertThat(reader.get("primary_key")).isEqualTo(List.of("id"));
    assertThat(at(reader, "contract", "checksum"))
        .isEqualTo("8a490cdd53b6d41e1e201de18e77a4cd367382c40e128df7c2c0557b74e4a5cf");
    assertThat(at(inner, "contract"))
        .hasToString("{enforced=false, alias_types=true, checksum=null}");
    assertThat(at(tree, "disabled", "model.shop.off"))
        .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
        .singleElement()
        .satisfies(
            off -> assertThat(((Map<?, ?>) off).get("raw_code")).asString().endsWith("AS x"));
  }

  @Test
  void theManifestKeepsConfigsAsTheyAreWritten() {
    files
        .file(
            "dbt_project.yml",
            """
            name: shop
            vars: {place: here}
            models: {+schema: "{{ var('place') }}", +tags: a}
            """)
        .file("models/inner.sql", "{{ config(alias='x' ~ 'y') }}SELECT 1 AS id")
        .file(
            "models/schema.yml",
            "models: [{name: inner, config: {enabled: \"{{ 1 == 1 }}\", meta: {millrace: {job:"
                + " j}}}}]");
    Map<?, ?> inner =
        node(
            new HashMap<>(new Manifest(files.loadSound(), Map.of()).tree()),
            "nodes",
            "model.shop.inner");
    assertThat(inner.get("unrendered_config"))
        .isEqualTo(
            Map.of(
                "schema",
                "{{ var('place') }}",
                "tags",
                "a",
                "alias",
                "xy",
                "enabled",
                "{{ 1 == 1 }}",
                "meta",
                Map.of("millrace", Map.of("job", "j"))));
  }

  private static Map<?, ?> node(Map<String, Object> tree, String part, String id) {
    return (Map<?, ?>) at(tree, part, id);
  }

  private static Object at(Object tree, String... path) {
    Object value = tree;
    for (String key : path) {
      value = requireNonNull(((Map<?, ?>) value).get(key), key);
    }
    return value;
  }
}
