package dev.millrace.engine.compile;

import static dev.millrace.engine.project.ProjectFolder.errors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.PlannedRelation.DerivedTable;
import dev.millrace.engine.connect.Storage;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectFolder;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects written for dbt-confluent, for dbt-flink-adapter, and for Millrace. */
class FlinkDialectsTest {
  private static final Connector.DefaultTableOptions KAFKA =
      new Connector.DefaultTableOptions(
          Map.of("connector", "kafka", "format", "json"),
          Map.of("connector", "upsert-kafka", "key.format", "json", "value.format", "json"));

  @TempDir Path folder;
  private ProjectFolder files;

  @BeforeEach
  void writeEmptyProject() {
    files = new ProjectFolder(folder);
  }

  private static CompiledProject compile(Project project) {
    CompiledProject compiled = new ProjectCompiler().compile(project, KAFKA);
    assertThat(errors(compiled.problems())).extracting(Problem::describe).isEmpty();
    return compiled;
  }

  private static Storage storage(CompiledProject compiled, String model) {
    return ((DerivedTable) compiled.node("model.shop." + model).relation().orElseThrow()).storage();
  }

  private static NodeConfig own(Project project, String id) {
    return ForeignConfigs.translated(project.node(id).config());
  }

  private static List<String> messages(List<Problem> problems) {
    return problems.stream().map(Problem::message).toList();
  }

  private void confluentProject(String type) {
    files
        .file(
            "profiles.yml",
            """
            shop:
              target: cloud
              outputs:
                cloud:
                  type: TYPE
                  organization_id: 3b0e
                  environment_id: env-a1
                  dbname: payments
                  flink_api_key: key
                  flink_api_secret: "{{ env_var('DBT_ENV_SECRET_FLINK') }}"
                  cloud_provider: aws
                  cloud_region: eu-west-1
                  execution_mode: streaming_query
                  statement_name_prefix: shop-
            """
                .replace("TYPE", type))
        .file(
            "models/orders_raw.sql",
            """
            {{ config(materialized='streaming_source', connector='faker',
                      with={'rows-per-second': 5, 'changelog.mode': 'append'},
                      distributed_by={'columns': ['order_id'], 'buckets': 4}) }}
            `order_id` STRING NOT NULL,
            `amount` DECIMAL(10, 2),
            `at` TIMESTAMP(3),
            WATERMARK FOR `at` AS `at` - INTERVAL '5' SECOND
            """)
        .file(
            "models/totals.sql",
            """
            {{ config(materialized='streaming_table', statement_name='order-totals',
                      compute_pool_id='lfcp-1', on_schema_drift='ignore', schema='reports',
                      distributed_by={'columns': ['order_id'], 'buckets': 6},
                      statement_properties={'sql.state-ttl': '7 d', 'sql.snapshot.write-mode': 'x'},
                      with={'changelog.mode': 'upsert', 'kafka.retention.time': '2 d',
                            'kafka.cleanup-policy': 'delete-compact',
                            'kafka.max-message-size': '8 MB', 'value.format': 'avro-registry'}) }}
            SELECT order_id, SUM(amount) AS amount FROM {{ ref('orders_raw') }} GROUP BY order_id
            """)
        .file(
            "models/latest.sql",
            """
            {{ config(materialized='materialized_table', start_mode='FROM_BEGINNING',
                      freshness_interval='1 minute', refresh_mode='continuous',
                      compute_pool_id='lfcp-2', ignore_unsupported_config=['refresh_mode'],
                      tableflow={'table_formats': ['ICEBERG']}) }}
            SELECT order_id, amount FROM {{ ref('totals') }}
            """)
        .file(
            "models/parse_it.sql",
            """
            {{ config(materialized='function', language='java', artifact_id='cfa-1',
                      class='com.example.Parse') }}
            """)
        .file(
            "models/schema.yml",
            """
            models:
              - name: totals
                columns:
                  - {name: order_id, data_type: STRING}
                  - {name: amount, data_type: "DECIMAL(38, 2)"}
                constraints:
                  - {type: primary_key, columns: [order_id]}
            sources:
              - name: lake
                schema: other_cluster
                tables: [{name: customers}, {name: refunds}]
            """);
  }

  @Test
  void aProjectOfDbtConfluentCompilesUnchangedForItsOwnTarget() {
    confluentProject("confluent");
    Project project = files.load();
    CompiledProject compiled = compile(project);
    assertThat(compiled.node("model.shop.totals").sql())
        .contains("FROM `env-a1`.`payments`.`orders_raw`");
    assertThat(project.node("model.shop.totals").relation().database()).isEqualTo("reports");
    assertThat(storage(compiled, "totals").keyedOptions())
        .containsEntry("changelog.mode", "upsert")
        .containsEntry("value.format", "avro-registry");
    assertThat(messages(project.problems()))
        .contains(
            "Keys of the target `cloud` that have no effect: execution_mode,"
                + " statement_name_prefix; jobs are named by the macro generate_job_name",
            "`function` is passed over where it has an `artifact_id` and no `jars`: artifacts are"
                + " Confluent Cloud's",
            "`materialized_table` means streaming_table here: a job keeps the table up to date");
    assertThat(project.target().spec().settings()).containsEntry("organization_id", "3b0e");
    assertThat(messages(AnalyzedProject.unchecked(compiled).problems()))
        .contains("Types are not checked: no connector serves targets of type `confluent`");
    assertThat(project.toString()).doesNotContain("DBT_ENV_SECRET_FLINK=");
  }

  @Test
  void itsConfigsMeanTheirLikeOnFlink() {
    confluentProject("flink");
    Project project = files.load();
    CompiledProject compiled = compile(project);
    NodeConfig totals = own(project, "model.shop.totals");
    assertThat(totals.map("flink_options")).isEqualTo(Map.of("table.exec.state.ttl", "7 d"));
    assertThat(totals.map("topic_config"))
        .isEqualTo(Map.of("cleanup.policy", "compact,delete", "retention.ms", "172800000"));
    assertThat(totals.text("topic_partitions")).hasValue("6");
    assertThat(compiled.node("model.shop.totals").names().job()).endsWith("order-totals");
    assertThat(storage(compiled, "totals").primaryKey()).containsExactly("order_id");
    assertThat(storage(compiled, "totals").keyedOptions())
        .containsEntry("value.format", "json")
        .containsEntry("connector", "upsert-kafka")
        .doesNotContainKeys("changelog.mode", "kafka.retention.time", "kafka.max-message-size");
    assertThat(compiled.node("model.shop.orders_raw").sql())
        .contains("DISTRIBUTED BY HASH(`order_id`) INTO 4 BUCKETS");
  }

  @Test
  void whatMeansNothingOnFlinkIsToldOnceWithItsPlace() {
    confluentProject("flink");
    Project project = files.load();
    List<Problem> problems = compile(project).problems();
    assertThat(messages(problems))
        .contains(
            "The config `compute_pool_id` means something on Confluent Cloud only (2 models)",
            "The config `tableflow` means something on Confluent Cloud only",
            "The config `statement_properties.sql.snapshot.write-mode` means something on Confluent"
                + " Cloud only",
            "The config `with.kafka.max-message-size` means something on Confluent Cloud only and"
                + " is left out",
            "The config `with.value.format` names a format of Confluent Cloud: the target's default"
                + " stands in",
            "The config `start_mode` has no effect: a job goes on from its state, and begins where"
                + " its sources say",
            "A table of a source lists no columns, so nothing that reads it can be checked"
                + " (2 sources)")
        .noneMatch(message -> message.contains("refresh_mode"));
    assertThat(problems)
        .filteredOn(problem -> problem.message().contains("`compute_pool_id`"))
        .singleElement()
        .satisfies(
            problem ->
                assertThat(problem.position().orElseThrow().file()).isEqualTo("models/totals.sql"));
  }

  @Test
  void aProjectOfDbtFlinkAdapterCompilesUnchanged() {
    files
        .file(
            "dbt_project.yml",
            """
            name: shop
            on-run-start: ["{{ create_sources() }}"]
            models:
              shop:
                +default_execution_config: {parallelism.default: 2}
                +default_connector_properties: {connector: kafka, format: csv}
            sources:
              shop:
                +default_connector_properties: {connector: kafka, format: json}
            """)
        .file(
            "profiles.yml",
            """
            shop:
              target: dev
              outputs:
                dev: {type: flink, host: localhost, port: 8083, session_name: s, threads: 1,
                      session_idle_timeout_s: 600, database: default_catalog, schema: shop}
            """)
        .file(
            "models/sources.yml",
            """
            sources:
              - name: kafka
                config: {type: streaming}
                tables:
                  - name: clicks
                    config:
                      connector_properties: {topic: clicks}
                      watermark: {column: seen_at, strategy: "seen_at - INTERVAL '1' SECOND"}
                    columns:
                      - {name: id, data_type: BIGINT}
                      - {name: seen_at, data_type: TIMESTAMP(3)}
                      - {name: part, column_type: metadata, data_type: INT, expression: partition}
                      - {name: seen, column_type: computed, expression: PROCTIME()}
                  - name: history
                    config: {type: batch, connector_properties: {topic: history}}
                    columns: [{name: id, data_type: BIGINT}]
            """)
        .file(
            "models/counted.sql",
            """
            {{ config(materialized='table', type='streaming', upgrade_mode='savepoint',
                      job_state='running',
                      connector_properties={'topic': 'counted'},
                      execution_config={'pipeline.name': 'counting', 'parallelism.default': 3,
                                        'execution.runtime-mode': 'streaming',
                                        'execution.checkpointing.interval': '5 s'}) }}
            SELECT id, COUNT(*) AS n FROM {{ source('kafka', 'clicks') }} GROUP BY id
            """)
        .file(
            "models/stopped.sql",
            """
            {{ config(materialized='table', type='batch', upgrade_mode='stateless',
                      job_state='suspended', properties={'topic': 'stopped'}) }}
            SELECT id FROM {{ source('kafka', 'history') }} /** mode('batch') */
            """);
    Project project = files.load();
    CompiledProject compiled = compile(project);
    NodeConfig counted = own(project, "model.shop.counted");
    assertThat(counted.textMap("flink_options"))
        .isEqualTo(Map.of("parallelism.default", "3", "execution.checkpointing.interval", "5 s"));
    assertThat(own(project, "model.shop.stopped").textMap("flink_options"))
        .isEqualTo(Map.of("parallelism.default", "2"));
    assertThat(compiled.node("model.shop.counted").names().job()).endsWith("counting");
    assertThat(storage(compiled, "counted").appendOptions())
        .containsEntry("format", "csv")
        .containsEntry("topic", "counted");
    assertThat(storage(compiled, "stopped").appendOptions()).containsEntry("topic", "stopped");
    assertThat(compiled.node("source.shop.kafka.clicks").sql())
        .contains("`part` INT METADATA FROM 'partition' VIRTUAL", "`seen` AS PROCTIME()")
        .contains("WATERMARK FOR `seen_at` AS seen_at - INTERVAL '1' SECOND", "'format' = 'json'");
    assertThat(messages(compiled.problems()))
        .contains(
            "Keys of the target `dev` that have no effect: session_name, session_idle_timeout_s;"
                + " sessions are made and replaced as they are needed",
            "The config `execution_config.execution.runtime-mode` has no effect: Millrace decides"
                + " it",
            "The config `job_state` has no effect; `millrace stop` stops a job with a savepoint",
            "The hint `/** mode(...) */` is a comment here and has no effect")
        .filteredOn(message -> message.startsWith("The config `type` asks for a batch job"))
        .hasSize(2);
  }

  @Test
  void whatIsSaidInOurOwnWordsWins() {
    files.file(
        "models/own.sql",
        """
        {{ config(materialized='streaming_table', statement_name='theirs', state_ttl='1 d',
                  statement_properties={'sql.state-ttl': '7 d', 'sql.local-time-zone': 'UTC'},
                  execution_config={'parallelism.default': 3, 'pipeline.object-reuse': 'true'},
                  flink_options={'parallelism.default': 5}, meta={'millrace': {'job': 'ours'}},
                  watermark={'column': 'at', 'expression': '`at`'}) }}
        SELECT 1 AS id, CURRENT_TIMESTAMP AS `at`
        """);
    Project project = files.load();
    NodeConfig config = own(project, "model.shop.own");
    assertThat(config.textMap("flink_options"))
        .isEqualTo(
            Map.of(
                "parallelism.default",
                "5",
                "pipeline.object-reuse",
                "true",
                "table.local-time-zone",
                "UTC"));
    assertThat(config.text("job")).hasValue("ours");
    CompiledProject compiled = compile(project);
    assertThat(storage(compiled, "own").watermark()).hasValue(new Watermark("at", "`at`"));
    assertThat(compiled.problems()).isEmpty();
  }
}
