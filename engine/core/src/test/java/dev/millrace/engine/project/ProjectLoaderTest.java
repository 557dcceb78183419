package dev.millrace.engine.project;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static dev.millrace.engine.project.ProjectFolder.onlyError;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectLoaderTest {
  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void writeEmptyProject() {
    project = new ProjectFolder(folder);
  }

  @Test
  void aFolderWithoutAProjectFileIsNoProject(@TempDir Path empty) {
    assertThatThrownBy(() -> new ProjectLoader().load(LoadRequest.of(empty)))
        .isInstanceOfSatisfying(
            MillraceException.class,
            e -> assertThat(e.problem().code()).isEqualTo(ProblemCode.PROJECT_NOT_FOUND));
  }

  @Test
  void theProjectIsFoundFromAFolderBelowIt() {
    Path below = project.file("models/a/b.sql", "SELECT 1 AS x").root().resolve("models/a");
    LoadRequest request =
        new LoadRequest(
            below,
            below,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            Map.of());
    assertThat(new ProjectLoader().load(request).nodes()).containsOnlyKeys("model.shop.b");
  }

  @Test
  void refAndSourceBecomeEdgesInOrderOfFirstUse() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "SELECT * FROM {{ source('raw', 'events') }} JOIN {{ ref('a') }}")
        .file(
            "models/raw.yml",
            "sources: [{name: raw, tables: [{name: events, columns: [{name: x, data_type:"
                + " INT}]}]}]");
    Node node = project.loadSound().node("model.shop.b");
    assertThat(node.dependsOn()).containsExactly("source.shop.raw.events", "model.shop.a");
    assertThat(node.fqn()).containsExactly("shop", "b");
  }

  @Test
  void refInsideAMacroIsAnEdgeOfTheModelThatCallsIt() {
    project
        .file(
            "macros/latest.sql",
            "{% macro latest(name) %}(SELECT * FROM {{ ref(name) }}){% endmacro %}")
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "SELECT * FROM {{ latest('a') }}");
    assertThat(project.loadSound().node("model.shop.b").dependsOn())
        .containsExactly("model.shop.a");
  }

  @Test
  void anUnknownRefNamesItsPlaceAndTheNearestModel() {
    project
        .file("models/orders.sql", "SELECT 1 AS x")
        .file("models/b.sql", "SELECT *\nFROM {{ ‸ref('order') }}");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.REFERENCE_UNKNOWN);
    assertThat(problem.position()).contains(project.caret("models/b.sql"));
    assertThat(problem.remedy()).contains("Did you mean `orders`?");
  }

  @Test
  void aRefToADisabledModelSaysSo() {
    project
        .file("models/a.sql", "{{ config(enabled=false) }} SELECT 1 AS x")
        .file("models/b.sql", "SELECT * FROM {{ ref('a') }}");
    assertThat(onlyError(project.load().problems()).message())
        .isEqualTo("The model `a` is disabled");
  }

  @Test
  void aCycleNamesItsPath() {
    project
        .file("models/a.sql", "SELECT * FROM {{ ‸ref('c') }}")
        .file("models/b.sql", "SELECT * FROM {{ ref('a') }}")
        .file("models/c.sql", "SELECT * FROM {{ ref('b') }}");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.CYCLE);
    assertThat(problem.message()).isEqualTo("These models read each other: a -> c -> b -> a");
    assertThat(problem.position()).contains(project.caret("models/a.sql"));
  }

  @Test
  void twoModelsOfOneNameAreAnError() {
    project.file("models/x/a.sql", "SELECT 1 AS x").file("models/y/a.sql", "SELECT 2 AS x");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.DUPLICATE_NAME);
    assertThat(problem.describe()).contains("models/x/a.sql").contains("models/y/a.sql");
  }

  @Test
  void twoModelsThatBecomeOneTableAreAnError() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "{{ config(alias='a') }} SELECT 2 AS x");
    assertThat(onlyError(project.load().problems()).code()).isEqualTo(ProblemCode.DUPLICATE_NAME);
  }

  @Test
  void badJinjaNamesItsPlace() {
    project.file("models/a.sql", "SELECT 1\n{% if x ‸%}");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.JINJA_INVALID);
    assertThat(problem.position().map(place -> place.file())).contains("models/a.sql");
    assertThat(problem.remedy()).isPresent();
  }

  @Test
  void anErrorRaisedInAMacroNamesTheCalls() {
    project
        .file(
            "macros/m.sql",
            "{% macro inner() %}{{ exceptions.raise_compiler_error('no such thing') }}{% endmacro"
                + " %}\n"
                + "{% macro outer() %}{{ inner() }}{% endmacro %}")
        .file("models/a.sql", "SELECT\n{{ outer() }}");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.message())
        .startsWith("no such thing (in macro inner called at macros/m.sql:2:")
        .contains("in macro outer called at models/a.sql:2:");
    assertThat(problem.position().map(place -> place.file())).contains("macros/m.sql");
  }

  @Test
  void aMissingEnvironmentVariableIsToldWithARemedy() {
    project.file("models/a.sql", "SELECT '{{ ‸env_var('NOWHERE') }}' AS x");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.VARIABLE_MISSING);
    assertThat(problem.position()).contains(project.caret("models/a.sql"));
  }

  @Test
  void anUnknownMaterializationSuggestsTheNearest() {
    project.file("models/a.sql", "{{ ‸config(materialized='streaming_tabel') }} SELECT 1 AS x");
    Problem problem = onlyError(project.load().problems());
    assertThat(problem.position()).contains(project.caret("models/a.sql"));
    assertThat(problem.remedy()).contains("Did you mean `streaming_table`?");
  }

  @Test
  void configurationFollowsDbtsPrecedence() {
    project
        .file(
            "dbt_project.yml",
            """
            name: shop
            models:
              +tags: [all]
              +a: project
              +b: project
              +c: project
              shop:
                marts:
                  +b: folder
                  +tags: marts
                  +meta: {x: 1, y: 1}
            """)
        .file(
            "models/marts/m.yml",
            "models: [{name: m, config: {c: yaml, d: yaml, meta: {y: 2}, tags: [yaml]}}]")
        .file("models/marts/m.sql", "{{ config(d='file') }} SELECT 1 AS x");
    Node node = project.loadSound().node("model.shop.m");
    assertThat(node.config().values())
        .containsEntry("a", "project")
        .containsEntry("b", "folder")
        .containsEntry("c", "yaml")
        .containsEntry("d", "file")
        .containsEntry("meta", Map.of("x", 1L, "y", 2L));
    assertThat(node.tags()).containsExactly("all", "marts", "yaml");
    assertThat(node.config().origins().get("b")).hasToString("dbt_project.yml:9:7");
  }

  @Test
  void keysBelowMetaMillraceAreConfigs() {
    project.file(
        "models/a.sql",
        "{{ config(materialized='streaming_table', meta={'millrace': {'primary_key': ['x']}}) }}"
            + " SELECT 1 AS x");
    assertThat(project.loadSound().node("model.shop.a").config().texts("primary_key"))
        .containsExactly("x");
  }

  @Test
  void aPrimaryKeyConstraintIsThePrimaryKey() {
    project
        .file("models/a.sql", "SELECT 1 AS x, 2 AS y")
        .file(
            "models/a.yml",
            """
            models:
              - name: a
                constraints: [{type: primary_key, columns: [x, y]}]
            """);
    assertThat(project.loadSound().node("model.shop.a").config().texts("primary_key"))
        .containsExactly("x", "y");
  }

  @Test
  void targetsButProductionHaveADatabaseOfTheirOwn() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file(
            "profiles.yml",
            "shop: {target: dev, outputs: {dev: {type: flink}, prod: {type: flink}}}");
    assertThat(project.loadSound().node("model.shop.a").relation())
        .isEqualTo(new RelationName("default_catalog", "dev_shop", "a"));
    Project production = new ProjectLoader().load(project.request().withTarget("prod"));
    assertThat(production.target().production()).isTrue();
    assertThat(production.node("model.shop.a").relation())
        .isEqualTo(new RelationName("default_catalog", "shop", "a"));
  }

  @Test
  void aProjectsOwnMacroGivesTheNames() {
    project
        .file(
            "macros/names.sql",
            "{% macro generate_schema_name(custom, node) %}own_{{ custom or 'none' }}{% endmacro"
                + " %}")
        .file("models/a.sql", "{{ config(schema='x') }} SELECT 1 AS x");
    assertThat(project.loadSound().node("model.shop.a").relation().database()).isEqualTo("own_x");
  }

  @Test
  void withoutAProfileTheTargetIsTheLocalCluster() {
    Target target = project.loadSound().target();
    assertThat(target.name()).isEqualTo("local");
    assertThat(target.spec().type()).isEqualTo("flink");
    assertThat(target.spec().settings()).isEmpty();
    assertThat(target.production()).isFalse();
  }

  @Test
  void aProfileOfAnotherAdapterOpensLocallyWithAWarning() {
    project.file("profiles.yml", "shop: {target: dev, outputs: {dev: {type: duckdb, path: x.db}}}");
    Project loaded = project.load();
    assertThat(loaded.hasErrors()).isFalse();
    assertThat(loaded.target().spec().type()).isEqualTo("flink");
    assertThat(loaded.problems()).extracting(Problem::severity).containsExactly(Severity.WARNING);
  }

  @Test
  void onlyTheChosenOutputIsRendered() {
    project.file(
        "profiles.yml",
        """
        shop:
          target: dev
          outputs:
            dev: {type: flink, jobmanager: "http://{{ env_var('HOST') }}:8081"}
            prod: {type: flink, jobmanager: "{{ env_var('MISSING') }}"}
        """);
    Project loaded =
        new ProjectLoader().load(project.request().withEnvironment(Map.of("HOST", "here")));
    assertThat(loaded.problems()).isEmpty();
    assertThat(loaded.target().spec().settings()).containsEntry("jobmanager", "http://here:8081");
  }

  @Test
  void secretsOfAProfileStayPlaceholders() {
    project.file(
        "profiles.yml",
        """
        shop:
          target: dev
          outputs:
            dev:
              type: flink
              password: "{{ env_var('PW') }}"
              user: "{{ env_var('DBT_ENV_SECRET_USER') }}"
        """);
    Project loaded =
        new ProjectLoader()
            .load(
                project
                    .request()
                    .withEnvironment(Map.of("PW", "hunter2", "DBT_ENV_SECRET_USER", "hunter3")));
    assertThat(loaded.target().spec().settings())
        .containsEntry("password", "${secret:PW}")
        .containsEntry("user", "${secret:DBT_ENV_SECRET_USER}");
    assertThat(loaded.toString()).doesNotContain("hunter");
  }

  @Test
  void defaultTableOptionsApplyToBothUnlessTheyStandInABlock() {
    project.file(
        "profiles.yml",
        """
        shop:
          target: dev
          outputs:
            dev:
              type: flink
              default_table_options:
                x: both
                append: {connector: kafka}
                keyed: {connector: upsert-kafka}
        """);
    assertThat(project.loadSound().target().defaultTableOptions().append())
        .isEqualTo(Map.of("x", "both", "connector", "kafka"));
    assertThat(project.loadSound().target().defaultTableOptions().keyed())
        .isEqualTo(Map.of("x", "both", "connector", "upsert-kafka"));
  }

  @Test
  void anUnknownTargetIsAnErrorThatListsTheOthers() {
    project.file("profiles.yml", "shop: {target: dev, outputs: {dev: {type: flink}}}");
    Problem problem =
        onlyError(new ProjectLoader().load(project.request().withTarget("prd")).problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.PROFILE_INVALID);
    assertThat(problem.remedy()).contains("Use one of dev, or local");
  }

  @Test
  void variablesOfTheCommandLineWinOverTheProjects() {
    project
        .file("dbt_project.yml", "name: shop\nvars: {kind: project, shop: {kind: own}}\n")
        .file("models/a.sql", "{{ config(alias=var('kind')) }} SELECT 1 AS x");
    assertThat(project.loadSound().node("model.shop.a").relation().name()).isEqualTo("own");
    Project overridden =
        new ProjectLoader().load(project.request().withVariables(Map.of("kind", "mine")));
    assertThat(overridden.node("model.shop.a").relation().name()).isEqualTo("mine");
  }

  @Test
  void badYamlIsToldWithItsPlaceAndTheRestIsLoaded() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/a.yml", "models:\n  - name: a\n bad: x\n");
    Project loaded = project.load();
    Problem problem = onlyError(loaded.problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.YAML_INVALID);
    assertThat(problem.position().map(Object::toString).orElse("")).startsWith("models/a.yml:3:");
    assertThat(loaded.nodes()).containsKey("model.shop.a");
  }

  @Test
  void kindsWithoutEffectAreWarnedOfOnceEach() {
    project
        .file("models/a.yml", "exposures: [{name: x}]\nmodels: []\nsnapshots: []\n")
        .file("models/b.yml", "exposures: []\n")
        .file("models/orders.sql", "select 1 as id")
        .file(
            "snapshots/kept.sql",
            "{% snapshot kept %}select * from {{ ref('orders') }}{% endsnapshot %}");
    List<Problem> problems = project.load().problems();
    assertThat(errors(problems)).isEmpty();
    assertThat(problems)
        .extracting(Problem::message)
        .containsExactlyInAnyOrder(
            "Exposures are read but have no effect yet (2 places)",
            "Snapshots are read but have no effect yet");
  }

  @Test
  void aPackageThatIsNotInstalledIsAWarningWithARemedy() {
    project.file(
        "packages.yml", "packages:\n  - package: dbt-labs/dbt_utils\n    version: 1.0.0\n");
    List<Problem> problems = project.load().problems();
    assertThat(problems).extracting(Problem::code).containsExactly(ProblemCode.PACKAGE_MISSING);
    assertThat(problems.getFirst().remedy().orElse("")).contains("dbt deps");
  }

  @Test
  void macrosAndModelsOfAnInstalledPackageAreUsed() {
    project
        .file("packages.yml", "packages:\n  - package: x/tools\n    version: 1.0.0\n")
        .file("dbt_packages/tools/dbt_project.yml", "name: tools\nvars: {n: 7}\n")
        .file(
            "dbt_packages/tools/macros/n.sql",
            "{% macro _n() %}{{ return(adapter.dispatch('n', 'tools')()) }}{% endmacro %}"
                + "{% macro default__n() %}{{ return('n7') }}{% endmacro %}")
        .file("dbt_packages/tools/models/t.sql", "SELECT {{ var('n') }} AS n")
        .file("models/a.sql", "{{ config(alias=tools._n()) }} SELECT * FROM {{ ref('t') }}");
    Project loaded = project.loadSound();
    assertThat(loaded.node("model.shop.a").relation().name()).isEqualTo("n7");
    assertThat(loaded.node("model.shop.a").dependsOn()).containsExactly("model.tools.t");
  }

  @Test
  void aLargeProjectLoadsWhole() {
    for (int i = 0; i < 300; i++) {
      project.file(
          "models/m" + i + ".sql",
          i == 0 ? "SELECT 1 AS x" : "SELECT * FROM {{ ref('m" + (i - 1) / 2 + "') }}");
    }
    Project loaded = project.loadSound();
    assertThat(loaded.nodes()).hasSize(300);
    assertThat(loaded.dag().levels()).hasSizeGreaterThan(8);
  }

  @Test
  void unitTestsNameTheirInputsByUniqueId() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "SELECT * FROM {{ ref('a') }}")
        .file(
            "models/b.yml",
            """
            unit_tests:
              - name: t
                model: b
                overrides: {vars: {v: 2}}
                given:
                  - input: ref('a')
                    rows: [{x: 1, at: 2020-01-01}, {x: null}]
                expect:
                  format: csv
                  rows: |
                    x,y
                    1,
            """);
    UnitTest test = requireNonNull(project.loadSound().unitTests().get("unit_test.shop.b.t"));
    List<Map<String, @Nullable Object>> given = requireNonNull(test.given().get("model.shop.a"));
    assertThat(given.getFirst()).containsEntry("x", 1L).containsEntry("at", "2020-01-01");
    assertThat(given.get(1)).containsEntry("x", null);
    assertThat(test.expect().getFirst()).containsEntry("x", "1").containsEntry("y", null);
    assertThat(test.overrideVariables()).isEqualTo(Map.of("v", 2L));
  }

  @Test
  void aUnitTestOfADisabledModelIsSwitchedOffWithIt() {
    project
        .file("models/b.sql", "{{ config(enabled=false) }} SELECT 1 AS x")
        .file(
            "models/b.yml",
            """
            unit_tests:
              - name: t
                model: b
                given: []
                expect: {rows: []}
            """);
    assertThat(project.loadSound().unitTests()).isEmpty();
  }

  @Test
  void anUnknownInputOfAUnitTestNamesItsPlace() {
    project
        .file("models/b.sql", "SELECT 1 AS x")
        .file(
            "models/b.yml",
            """
            unit_tests:
              - name: t
                model: b
                given:
                  - input: ‸ref('nothing')
                    rows: []
                expect: {rows: []}
            """);
    assertThat(onlyError(project.load().problems()).position())
        .contains(project.caret("models/b.yml"));
  }
}
