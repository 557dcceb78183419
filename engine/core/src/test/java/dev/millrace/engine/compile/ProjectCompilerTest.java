package dev.millrace.engine.compile;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static dev.millrace.engine.project.ProjectFolder.onlyError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.PlannedRelation.DeclaredTable;
import dev.millrace.engine.connect.PlannedRelation.DerivedTable;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.connect.Storage;
import dev.millrace.engine.connect.TextRange;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import dev.millrace.engine.project.ProjectLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectCompilerTest {
  private static final Connector.DefaultTableOptions KAFKA =
      new Connector.DefaultTableOptions(
          Map.of("connector", "kafka", "format", "json"),
          Map.of("connector", "upsert-kafka", "key.format", "json"));

  @TempDir Path folder;
  private ProjectFolder project;

  @BeforeEach
  void writeEmptyProject() {
    project = new ProjectFolder(folder);
  }

  private CompiledProject compile() {
    return new ProjectCompiler().compile(project.load(), KAFKA);
  }

  private CompiledNode compiled(String id) {
    CompiledProject compiled = compile();
    assertThat(errors(compiled.problems())).extracting(Problem::describe).isEmpty();
    return compiled.node(id);
  }

  private Storage storage(String id) {
    return ((DerivedTable) compiled(id).relation().orElseThrow()).storage();
  }

  @Test
  void refsBecomeQuotedNames() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "SELECT * FROM {{ ref('a') }};\n");
    assertThat(compiled("model.shop.b").sql())
        .isEqualTo("SELECT * FROM `default_catalog`.`local_shop`.`a`");
  }

  @Test
  void nodesComeAfterThoseTheyRead() {
    project
        .file("models/a.sql", "SELECT * FROM {{ ref('b') }}")
        .file("models/b.sql", "SELECT * FROM {{ ref('c') }}")
        .file("models/c.sql", "SELECT 1 AS x");
    assertThat(compile().nodes().keySet())
        .containsExactly("model.shop.c", "model.shop.b", "model.shop.a");
  }

  @Test
  void ephemeralModelsAreInlinedDeepestFirstAndOnce() {
    project
        .file("models/e1.sql", "{{ config(materialized='ephemeral') }}SELECT 1 AS x")
        .file(
            "models/e2.sql", "{{ config(materialized='ephemeral') }}SELECT * FROM {{ ref('e1') }}")
        .file("models/m.sql", "SELECT * FROM {{ ref('e2') }}, {{ ref('e1') }}");
    assertThat(compiled("model.shop.m").sql())
        .isEqualTo(
            "with __dbt__cte__e1 as (\nSELECT 1 AS x\n),  __dbt__cte__e2 as (\n"
                + "SELECT * FROM __dbt__cte__e1\n) SELECT * FROM __dbt__cte__e2, __dbt__cte__e1");
  }

  @Test
  void ephemeralModelsJoinTheExpressionsOfAQuery() {
    project
        .file("models/e.sql", "{{ config(materialized='ephemeral') }}SELECT 1 AS x")
        .file("models/m.sql", "-- c\nWITH q AS (SELECT * FROM {{ ref('e') }})\nSELECT * FROM q");
    assertThat(compiled("model.shop.m").sql())
        .isEqualTo(
            "-- c\nWITH  __dbt__cte__e as (\nSELECT 1 AS x\n), q AS (SELECT * FROM __dbt__cte__e)\n"
                + "SELECT * FROM q");
  }

  @Test
  void placesLeadBackThroughInlining() {
    project
        .file("models/e.sql", "{{ config(materialized='ephemeral') }}\nSELECT ‸wrong AS x")
        .file("models/m.sql", "SELECT y,\n  ‸z FROM {{ ref('e') }}");
    CompiledNode node = compiled("model.shop.m");
    assertThat(locate(node, "wrong")).isEqualTo(project.caret("models/e.sql").toString());
    assertThat(locate(node, "z FROM")).isEqualTo(project.caret("models/m.sql").toString());
  }

  private static String locate(CompiledNode node, String text) {
    int offset = node.sql().indexOf(text);
    String before = node.sql().substring(0, offset);
    int line = (int) before.chars().filter(character -> character == '\n').count() + 1;
    return node.locator().locate(line, offset - before.lastIndexOf('\n')).toString();
  }

  @Test
  void aSyntaxErrorNamesItsPlaceInTheSource() {
    project.file("models/m.sql", "{% set c = 'a_long_column_name' %}\nSELECT {{ c }}, ‸FROM t");
    CompiledProject compiled = compile();
    Problem problem = onlyError(compiled.problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.SQL_INVALID);
    assertThat(problem.position()).contains(project.caret("models/m.sql"));
    assertThat(compiled.nodes()).isEmpty();
  }

  @Test
  void twoStatementsInAModelAreAnError() {
    project.file("models/m.sql", "SELECT 1 AS x;\n‸SELECT 2 AS x");
    assertThat(onlyError(compile().problems()).position()).contains(project.caret("models/m.sql"));
  }

  @Test
  void aMissingVariableIsToldWhenTheTextCounts() {
    project.file("models/m.sql", "SELECT {{ ‸var('limit') }} AS x");
    Problem problem = onlyError(compile().problems());
    assertThat(problem.code()).isEqualTo(ProblemCode.VARIABLE_MISSING);
    assertThat(problem.position()).contains(project.caret("models/m.sql"));
  }

  @Test
  void aStreamingSourceIsItsColumnListWithOptions() {
    project.file(
        "models/orders.sql",
        """
        {{ config(materialized='streaming_source', connector='datagen',
                  with={'rows-per-second': 5, "it's": "o'clock"}) }}
        id BIGINT,
        ts TIMESTAMP(3),
        WATERMARK FOR ts AS ts - INTERVAL '5' SECOND
        """);
    CompiledNode node = compiled("model.shop.orders");
    assertThat(node.sql())
        .startsWith("CREATE TABLE `default_catalog`.`local_shop`.`orders` (\n")
        .contains("'rows-per-second' = '5'")
        .contains("'it''s' = 'o''clock'")
        .contains("'connector' = 'datagen'");
    assertThat(node.relation()).containsInstanceOf(DeclaredTable.class);
    assertThat(locate(node, "id BIGINT")).isEqualTo("models/orders.sql:3:1");
  }

  @Test
  void aStreamingSourceWithoutConnectorTakesTheDefaultForItsKey() {
    project.file(
        "models/c.sql",
        "{{ config(materialized='streaming_source') }}\nid INT, PRIMARY KEY (id) NOT ENFORCED");
    assertThat(compiled("model.shop.c").sql()).contains("'connector' = 'upsert-kafka'");
  }

  @Test
  void aQueryAsBodyOfAStreamingSourceIsExplained() {
    project.file("models/c.sql", "{{ config(materialized='streaming_source') }}SELECT 1 AS x");
    assertThat(onlyError(compile().problems()).remedy().orElse("")).contains("column list");
  }

  @Test
  void aStreamingTableIsStoredByTheDefaultsWithNamesOfItsOwn() {
    project.file(
        "models/t.sql",
        "{{ config(materialized='streaming_table', primary_key='x', partition_by=['x'],"
            + " watermark={'column': 'ts', 'strategy': 'ts'},"
            + " virtual_columns={'o': \"BIGINT METADATA FROM 'offset' VIRTUAL\"}) }}"
            + "SELECT 1 AS x");
    Storage storage = storage("model.shop.t");
    assertThat(storage.primaryKey()).containsExactly("x");
    assertThat(storage.partitionedBy()).containsExactly("x");
    assertThat(storage.watermark()).contains(new Watermark("ts", "ts"));
    assertThat(storage.virtualColumns()).containsKey("o");
    assertThat(storage.appendOptions())
        .containsEntry("connector", "kafka")
        .containsEntry("topic", "local.shop.t")
        .containsEntry("properties.group.id", "local.shop.t");
    assertThat(storage.keyedOptions()).containsEntry("connector", "upsert-kafka");
  }

  @Test
  void optionsOfADefaultFormatGoWithTheFormat() {
    project.file(
        "models/t.sql",
        "{{ config(materialized='streaming_table', with={'format': 'debezium-json'}) }}"
            + "SELECT 1 AS x");
    CompiledProject compiled =
        new ProjectCompiler()
            .compile(
                project.load(),
                new Connector.DefaultTableOptions(
                    Map.of(
                        "connector",
                        "kafka",
                        "format",
                        "json",
                        "json.timestamp-format.standard",
                        "ISO-8601"),
                    KAFKA.keyed()));
    Storage storage =
        ((DerivedTable) compiled.node("model.shop.t").relation().orElseThrow()).storage();
    assertThat(storage.appendOptions())
        .containsEntry("format", "debezium-json")
        .containsEntry("connector", "kafka")
        .doesNotContainKey("json.timestamp-format.standard");
  }

  @Test
  void aModelsOptionsAreOverTheTargetsAndThoseOverTheConnectors() {
    project
        .file(
            "profiles.yml",
            "shop: {target: dev, outputs: {dev: {type: flink, default_table_options: {format: avro,"
                + " a: target}}}}")
        .file(
            "models/t.sql",
            "{{ config(materialized='streaming_table', with={'a': 'model', 'topic': 'mine',"
                + " 'sink.delivery-guarantee': 'exactly-once'}) }}SELECT 1 AS x");
    assertThat(storage("model.shop.t").appendOptions())
        .containsEntry("connector", "kafka")
        .containsEntry("format", "avro")
        .containsEntry("a", "model")
        .containsEntry("topic", "mine")
        .containsEntry("sink.transactional-id-prefix", "dev.shop.t");
  }

  @Test
  void anotherConnectorTakesNoneOfTheDefaults() {
    project.file(
        "models/t.sql",
        "{{ config(materialized='table', connector_properties={'connector': 'blackhole'}) }}"
            + "SELECT 1 AS x");
    assertThat(storage("model.shop.t").appendOptions()).isEqualTo(Map.of("connector", "blackhole"));
    assertThat(storage("model.shop.t").keyedOptions()).isEqualTo(Map.of("connector", "blackhole"));
  }

  @Test
  void aTableThatNobodySaysHowToStoreIsAnError() {
    project.file("models/t.sql", "{{ config(materialized='streaming_table') }}SELECT 1 AS x");
    Connector.DefaultTableOptions none = new Connector.DefaultTableOptions(Map.of(), Map.of());
    assertThat(onlyError(new ProjectCompiler().compile(project.load(), none).problems()).code())
        .isEqualTo(ProblemCode.STORAGE_UNDECIDED);
  }

  @Test
  void productionNamesCarryNoPrefix() {
    project
        .file("profiles.yml", "shop: {target: prod, outputs: {prod: {type: flink}}}")
        .file("models/t.sql", "{{ config(materialized='streaming_table') }}SELECT 1 AS x");
    assertThat(compiled("model.shop.t").names())
        .isEqualTo(new PhysicalNames("shop.t", "shop.t", "shop.t", "shop.t"));
  }

  @Test
  void aSourceWithAConnectorIsADeclaredTable() {
    project
        .file("models/m.sql", "SELECT * FROM {{ source('raw', 'events') }}")
        .file(
            "models/raw.yml",
            """
            sources:
              - name: raw
                config: {default_connector_properties: {connector: kafka, format: json}}
                tables:
                  - name: events
                    config:
                      connector_properties: {topic: events_v1}
                      watermark: {column: ts, strategy: ts - INTERVAL '1' SECOND}
                      primary_key: [id]
                    columns:
                      - {name: id, data_type: INT, constraints: [{type: not_null}]}
                      - {name: ts, data_type: TIMESTAMP(3)}
                      - {name: part, data_type: INT, column_type: metadata, expression: partition}
                      - {name: now, column_type: computed, expression: PROCTIME()}
            """);
    assertThat(compiled("source.shop.raw.events").sql())
        .isEqualTo(
            """
            CREATE TABLE `default_catalog`.`local_shop_raw`.`events` (
              `id` INT NOT NULL,
              `ts` TIMESTAMP(3),
              `part` INT METADATA FROM 'partition' VIRTUAL,
              `now` AS PROCTIME(),
              WATERMARK FOR `ts` AS ts - INTERVAL '1' SECOND,
              PRIMARY KEY (`id`) NOT ENFORCED
            )
            WITH (
              'connector' = 'kafka',
              'format' = 'json',
              'topic' = 'events_v1',
              'properties.group.id' = 'local.shop.events'
            )\
            """);
  }

  @Test
  void aSourceColumnWithoutTypeIsAnErrorWhereTheTableIsDeclaredHere() {
    project.file(
        "models/raw.yml",
        """
        sources:
          - name: raw
            config: {connector_properties: {connector: datagen}}
            tables:
              - name: events
                columns:
                  - ‸name: id
        """);
    assertThat(onlyError(compile().problems()).position())
        .contains(project.caret("models/raw.yml"));
  }

  @Test
  void aSourceColumnWithoutTypeIsAWarningWhereTheTableExistsAlready() {
    project.file(
        "models/raw.yml",
        """
        sources:
          - name: raw
            tables:
              - name: events
                columns:
                  - ‸name: id
              - {name: others, columns: [{name: id}]}
        """);
    assertThat(compile().problems())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.severity()).isEqualTo(Severity.WARNING);
              assertThat(problem.message()).endsWith("can be checked (2 sources)");
              assertThat(problem.position()).contains(project.caret("models/raw.yml"));
            });
  }

  @Test
  void aSeedIsAViewOfItsValues() {
    project.file("seeds/codes.csv", "id,name,\"a day\"\n1,it's,2020-01-01\n,x,\n");
    assertThat(compiled("seed.shop.codes").sql())
        .contains("CAST(`id` AS BIGINT)", "CAST(`a day` AS DATE)", "'it''s'")
        .contains("CAST(NULL AS STRING)");
  }

  @Test
  void configsThatCannotApplyAreWarnedOf() {
    project.file(
        "models/v.sql",
        "{{ config(materialized='view', primary_key='x', on_schema_drift='fail') }}SELECT 1 AS x");
    assertThat(compile().problems())
        .extracting(Problem::severity)
        .containsExactly(Severity.WARNING, Severity.WARNING);
  }

  @Test
  void secretsNeverEnterCompiledText() throws Exception {
    project.file(
        "models/s.sql",
        """
        {{ config(materialized='streaming_source', with={
             'connector': 'kafka',
             'properties.sasl.jaas.config': 'password="' ~ env_var('CANARY') ~ '";'}) }}
        id INT
        """);
    project.file("models/t.sql", "SELECT '{{ env_var('DBT_ENV_SECRET_X') }}' AS x");
    Map<String, String> environment = Map.of("CANARY", "hunter2", "DBT_ENV_SECRET_X", "hunter3");
    Project loaded = new ProjectLoader().load(project.request().withEnvironment(environment));
    CompiledProject compiled = new ProjectCompiler().compile(loaded, KAFKA);
    assertThat(compiled.node("model.shop.s").sql()).contains("${secret:CANARY}");
    assertThat(compiled.node("model.shop.t").sql())
        .isEqualTo("SELECT '${secret:DBT_ENV_SECRET_X}' AS x");
    assertThat(compiled.toString()).doesNotContain("hunter");
    Path target = folder.resolve("target");
    new CompiledWriter(target).writeCompiled(compiled);
    assertThat(Files.readString(target.resolve("compiled/shop/models/s.sql")))
        .contains("${secret:CANARY}")
        .doesNotContain("hunter");
  }

  @Test
  void whatThePlannerSaysIsToldAtItsPlaceInTheSource() {
    project
        .file("models/a.sql", "SELECT 1 AS x")
        .file("models/b.sql", "{% set y = 1 %}SELECT\n  ‸nothing FROM {{ ref('a') }}")
        .file("models/c.sql", "SELECT * FROM {{ ref('b') }}");
    ScriptedPlanner planner =
        new ScriptedPlanner()
            .problem(
                "model.shop.b",
                new SqlProblem(
                    "Column 'nothing' not found in any table",
                    Optional.of(new TextRange(2, 3, 2, 9))))
            .problem("model.shop.c", new SqlProblem("`b` is wrong", Optional.empty()));
    AnalyzedProject analyzed = new ProjectAnalyzer().analyze(compile(), planner);
    Problem problem = onlyError(analyzed.problems());
    assertThat(problem.position()).contains(project.caret("models/b.sql"));
    assertThat(problem.remedy()).isPresent();
  }

  @Test
  void whatDoesNotCompileIsNotShownToThePlannerNorIsWhatReadsIt() {
    project
        .file("models/a.sql", "SELECT FROM")
        .file("models/b.sql", "SELECT * FROM {{ ref('a') }}")
        .file("models/c.sql", "SELECT 1 AS x");
    ScriptedPlanner planner = new ScriptedPlanner();
    AnalyzedProject analyzed = new ProjectAnalyzer().analyze(compile(), planner);
    assertThat(planner.asked).extracting(relation -> relation.id()).containsExactly("model.shop.c");
    assertThat(errors(analyzed.problems())).hasSize(1);
  }

  @Test
  void declaredTypesThatDifferAreWarningsAndErrorsUnderAContract() {
    project
        .file("models/a.sql", "SELECT 1 AS x, 2 AS z")
        .file(
            "models/a.yml",
            """
            models:
              - name: a
                columns:
                  - ‸name: x
                    data_type: string
                  - name: y
            """);
    Column[] columns = {new Column("x", "INT NOT NULL"), new Column("z", "INT NOT NULL")};
    ScriptedPlanner planner = new ScriptedPlanner().columns("model.shop.a", columns);
    List<Problem> warnings = new ProjectAnalyzer().analyze(compile(), planner).problems();
    assertThat(warnings).hasSize(2);
    assertThat(errors(warnings)).isEmpty();
    assertThat(warnings.getFirst().position()).contains(project.caret("models/a.yml"));
    project.file("models/a.sql", "{{ config(contract={'enforced': true}) }} SELECT 1 AS x, 2 AS z");
    assertThat(errors(new ProjectAnalyzer().analyze(compile(), planner).problems())).hasSize(3);
  }

  @Test
  void aTableThatAModelMakesAndASourceDescribesIsPlannedOnceBeforeItsReaders() {
    project
        .file("models/a_reader.sql", "SELECT x FROM {{ source('lake', 'made') }}")
        .file("models/base.sql", "SELECT 1 AS x")
        .file(
            "models/made.sql",
            "{{ config(materialized='streaming_table') }}SELECT x FROM {{ ref('base') }}")
        .file(
            "models/sources.yml",
            """
            sources:
              - name: lake
                schema: local_shop
                tables: [{name: made, columns: [{name: x, data_type: INT}]}]
            """);
    ScriptedPlanner planner = new ScriptedPlanner();
    AnalyzedProject analyzed = new ProjectAnalyzer().analyze(compile(), planner);
    assertThat(errors(analyzed.problems())).isEmpty();
    assertThat(planner.asked)
        .extracting(relation -> relation.id())
        .containsExactly("model.shop.base", "model.shop.made", "model.shop.a_reader");
    assertThat(analyzed.setupFor("model.shop.a_reader"))
        .containsExactly("CREATE TABLE `default_catalog`.`local_shop`.`made`");
    assertThat(analyzed.problems())
        .extracting(Problem::message)
        .contains(
            "The job of model.shop.made would write the table that source.shop.lake.made"
                + " describes");
  }

  @Test
  void aViewMayBeDescribedAsASourceWithoutAWord() {
    project
        .file("models/made.sql", "SELECT 1 AS x")
        .file(
            "models/sources.yml",
            "sources: [{name: lake, schema: local_shop, tables: [{name: made}]}]");
    assertThat(project.load().problems()).isEmpty();
  }

  @Test
  void aSourceWithoutColumnsLeavesItsReadersUncheckedAndSaysSo() {
    project
        .file("models/reader.sql", "SELECT x FROM {{ source('lake', 'made') }}")
        .file("models/sources.yml", "sources: [{name: lake, tables: [{name: made}]}]");
    ScriptedPlanner planner = new ScriptedPlanner();
    AnalyzedProject analyzed = new ProjectAnalyzer().analyze(compile(), planner);
    assertThat(planner.asked).isEmpty();
    assertThat(analyzed.node("model.shop.reader").analysis()).isEmpty();
    assertThat(analyzed.problems())
        .singleElement()
        .satisfies(problem -> assertThat(problem.severity()).isEqualTo(Severity.WARNING));
  }
}
