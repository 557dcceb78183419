package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.CompileRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.JobID;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(Lifecycle.PER_CLASS)
class CompileTest {
  private static final String SOURCE =
      "CREATE TABLE c.d.src (k BIGINT, v BIGINT) WITH ('connector' = 'kafka', 'topic' = 'src',"
          + " 'format' = 'json', 'scan.startup.mode' = 'earliest-offset',"
          + " 'properties.bootstrap.servers' = '${local:broker}',"
          + " 'properties.sasl.jaas.config' = '${secret:KAFKA}')";
  private static final String SINK =
      "CREATE TABLE c.d.snk (k BIGINT, v BIGINT, PRIMARY KEY (k) NOT ENFORCED) WITH"
          + " ('connector' = 'upsert-kafka', 'topic' = 'snk', 'key.format' = 'json',"
          + " 'value.format' = 'json', 'properties.bootstrap.servers' = '${local:broker}')";
  private static final String INSERT =
      "INSERT INTO c.d.snk SELECT k, SUM(v) FROM c.d.src GROUP BY k;\n";

  private final ObjectMapper json = new ObjectMapper();
  private PlannerService planner;

  @BeforeAll
  void startPlanner() {
    planner = new PlannerService();
  }

  @AfterAll
  void stopPlanner() {
    planner.close();
  }

  @Test
  void placeholdersStayInTheOptionsOfThePlan() throws Exception {
    JsonNode plan = compile(List.of(SOURCE, SINK), INSERT, Map.of());

    assertThat(optionsOf(plan, "scanTableSource"))
        .containsEntry("properties.bootstrap.servers", "${local:broker}")
        .containsEntry("properties.sasl.jaas.config", "${secret:KAFKA}");
  }

  /** Each is made of others, which must be found again in the plan. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "AVG(v)",
        "COUNT(DISTINCT v)",
        "FIRST_VALUE(v)",
        "LAST_VALUE(v)",
        "MAX(v)",
        "STDDEV_POP(v)",
        "STDDEV_SAMP(v)",
        "SUM(DISTINCT v)",
        "VAR_POP(v)",
        "VAR_SAMP(v)",
        "VARIANCE(v)",
        "CARDINALITY(ARRAY_AGG(v))",
        "CHAR_LENGTH(CAST(COLLECT(v) AS STRING))",
        "CHAR_LENGTH(LISTAGG(CAST(v AS STRING)))",
        "CHAR_LENGTH(JSON_ARRAYAGG(v))",
        "CHAR_LENGTH(JSON_OBJECTAGG(KEY CAST(v AS STRING) VALUE v))",
        "PERCENTILE(v, 0.5)"
      })
  void aPlanWithAnAggregateCanBeRead(String aggregate) throws Exception {
    JsonNode plan =
        compile(
            List.of(SOURCE, SINK),
            "INSERT INTO c.d.snk SELECT k, CAST("
                + aggregate
                + " AS BIGINT) FROM c.d.src GROUP BY k",
            Map.of());

    assertThat(PlanGraph.of(plan.toString(), new JobID(), "a", Map.of(), Map.of(), null))
        .satisfies(graph -> assertThat(graph.getStreamNodes()).isNotEmpty());
  }

  /** The planner calls functions of its own for these, which no query can name. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, CAST(e AS BIGINT) FROM c.d.src CROSS JOIN UNNEST(ARRAY[v, v + 1]) AS t (e)",
        "SELECT k, e FROM c.d.src CROSS JOIN UNNEST(MAP[k, v]) AS t (f, e)",
        "SELECT k, o FROM c.d.src CROSS JOIN UNNEST(ARRAY[v]) WITH ORDINALITY AS t (e, o)",
        "SELECT k, v FROM c.d.src EXCEPT ALL SELECT v, k FROM c.d.src",
        "SELECT k, v FROM c.d.src INTERSECT ALL SELECT v, k FROM c.d.src",
        "SELECT k, SUM(v) FROM c.d.src GROUP BY ROLLUP (k)",
        "SELECT k, COUNT(*) FROM c.d.src WHERE v > (SELECT AVG(v) FROM c.d.src) GROUP BY k",
        "SELECT k, v FROM c.d.src WHERE k NOT IN (SELECT v FROM c.d.src)",
        "SELECT k, CAST(GREATEST(k, v) AS BIGINT) FROM c.d.src WHERE v BETWEEN 1 AND 9 OR v IN (20,"
            + " 21, 22, 23, 24)"
      })
  void aPlanWithFunctionsOfThePlannerCanBeRead(String query) throws Exception {
    String sink = SINK.replace(", PRIMARY KEY (k) NOT ENFORCED", "");
    JsonNode plan =
        compile(
            List.of(
                SOURCE,
                sink.replace("upsert-kafka", "kafka")
                    .replace(
                        "'key.format' = 'json', 'value.format' = 'json'",
                        "'format' = 'debezium-json'")),
            "INSERT INTO c.d.snk " + query,
            Map.of());

    assertThat(PlanGraph.of(plan.toString(), new JobID(), "a", Map.of(), Map.of(), null))
        .satisfies(graph -> assertThat(graph.getStreamNodes()).isNotEmpty());
  }

  @Test
  void aViewIsInlined() throws Exception {
    JsonNode plan =
        compile(
            List.of(SOURCE, SINK, "CREATE VIEW c.d.v AS SELECT k, v FROM c.d.src WHERE v > 1"),
            "INSERT INTO c.d.snk SELECT k, SUM(v) FROM c.d.v GROUP BY k",
            Map.of());

    assertThat(descriptions(plan)).anyMatch(text -> text.contains("(v > 1)"));
  }

  @Test
  void aSettingReachesThePlan() throws Exception {
    JsonNode plan = compile(List.of(SOURCE, SINK), INSERT, Map.of("table.exec.state.ttl", "2 h"));

    assertThat(plan.findValuesAsText("ttl")).isNotEmpty().containsOnly("2 h");
  }

  @Test
  void aSettingDoesNotReachTheNextPlan() throws Exception {
    compile(List.of(SOURCE, SINK), INSERT, Map.of("table.exec.state.ttl", "2 h"));
    JsonNode plan = compile(List.of(SOURCE, SINK), INSERT, Map.of());

    assertThat(plan.findValuesAsText("ttl")).isNotEmpty().containsOnly("0 ms");
  }

  @Test
  void aConnectorThatIsNotHereKeepsItsOptionsInThePlan() throws Exception {
    String iceberg =
        "CREATE TABLE c.d.lake (k BIGINT, v BIGINT) WITH ('connector' = 'iceberg',"
            + " 'warehouse' = 's3://x')";
    JsonNode plan =
        compile(List.of(SOURCE, iceberg), "INSERT INTO c.d.lake SELECT * FROM c.d.src", Map.of());

    assertThat(optionsOf(plan, "dynamicTableSink"))
        .containsEntry("connector", "iceberg")
        .containsEntry("warehouse", "s3://x");
  }

  @Test
  void aConnectorThatIsNotHereIsToldBeforeAJobNeedsIt() {
    String iceberg =
        "CREATE TABLE c.d.lake (k BIGINT, v BIGINT) WITH ('connector' = 'iceberg',"
            + " 'warehouse' = 's3://x')";

    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class,
            () ->
                planner.compile(
                    new CompileRequest(
                        List.of(SOURCE, iceberg),
                        List.of("INSERT INTO c.d.lake SELECT * FROM c.d.src"),
                        Map.of(),
                        true)));

    assertThat(failure.kind()).isEqualTo(FailureKind.SQL_INVALID);
    assertThat(failure)
        .hasMessageContaining("Nothing here has the connector 'iceberg' of the table c.d.lake")
        .hasMessageContaining("`jars`");
  }

  @Test
  void aFormatThatIsNotHereIsTold() {
    CallFailedException failure =
        catchThrowableOfType(
            CallFailedException.class,
            () -> compile(List.of(SOURCE, SINK.replace("'json'", "'avro'")), INSERT, Map.of()));

    assertThat(failure)
        .hasMessageContaining(
            "Nothing here has the format 'avro': name its jar in the table's config `jars`");
  }

  @Test
  void aTableThatIsLookedUpStandsInThePlanWithItsOptions() throws Exception {
    String prices =
        "CREATE TABLE c.d.prices (item BIGINT, price BIGINT, PRIMARY KEY (item) NOT ENFORCED) WITH"
            + " ('connector' = 'jdbc', 'url' = 'jdbc:x', 'table-name' = 'prices')";
    String view = "CREATE VIEW c.d.timed AS SELECT k, v, PROCTIME() AS t FROM c.d.src";
    JsonNode plan =
        compile(
            List.of(SOURCE, SINK, prices, view),
            "INSERT INTO c.d.snk SELECT o.k, SUM(o.v * p.price) FROM c.d.timed AS o LEFT JOIN"
                + " c.d.prices FOR SYSTEM_TIME AS OF o.t AS p ON o.v = p.item GROUP BY o.k",
            Map.of());

    assertThat(plan.findPath("lookupTableSource").findPath("options").path("table-name").asText())
        .isEqualTo("prices");
  }

  @Test
  void theSameStatementGivesTheSamePlanButForCounters() throws Exception {
    JsonNode first = compile(List.of(SOURCE, SINK), INSERT, Map.of());
    JsonNode second = compile(List.of(SOURCE, SINK), INSERT, Map.of());

    assertThat(withoutCounters(second)).isEqualTo(withoutCounters(first));
  }

  @Test
  void thatCodeIsNotCutLeavesThePlanAsItIs() throws Exception {
    JsonNode compiled = compile(List.of(SOURCE, SINK), INSERT, Map.of());
    try (PlannerEnvironment cutting =
        PlannerEnvironment.create(new AvailableTableFactory(false), Map.of())) {
      PlanCompiler.declareAll(cutting, List.of(SOURCE, SINK));
      Operation insert =
          cutting.tables().getParser().parse(PlannerEnvironment.withoutEnd(INSERT.strip())).get(0);
      String plan =
          SinkPlans.plan(cutting.planner(), List.of((ModifyOperation) insert)).asJsonString();

      assertThat(withoutCounters(json.readTree(plan))).isEqualTo(withoutCounters(compiled));
    }
  }

  @Test
  void severalInsertsMakeOnePlanThatReadsASourceOnce() throws Exception {
    String other = SINK.replace("snk", "other");
    JsonNode plan =
        json.readTree(
            planner
                .compile(
                    new CompileRequest(
                        List.of(SOURCE, SINK, other),
                        List.of(
                            INSERT,
                            "INSERT INTO c.d.other SELECT k, MAX(v) FROM c.d.src GROUP BY k"),
                        Map.of()))
                .plan());

    assertThat(plan.findValues("scanTableSource")).hasSize(1);
    assertThat(plan.findValues("dynamicTableSink")).hasSize(2);
  }

  /** Flink asks by ON CONFLICT for the second alone, whose key is not one of its query. */
  @Test
  void eachInsertOfSeveralIsToldWhatBecomesOfTwoRowsOfOneKey() throws Exception {
    String other = SINK.replace("snk", "other");
    JsonNode plan =
        json.readTree(
            planner
                .compile(
                    new CompileRequest(
                        List.of(SOURCE, SINK, other),
                        List.of(INSERT, "INSERT INTO c.d.other SELECT v, k FROM c.d.src"),
                        Map.of()))
                .plan());

    assertThat(plan.findValues("dynamicTableSink")).hasSize(2);
  }

  @Test
  void anOptionThatAConnectorDoesNotKnowIsNamed() {
    CallFailedException failure =
        failure(List.of(SOURCE.replace("'topic'", "'topics'"), SINK), INSERT);

    assertThat(failure.kind()).isEqualTo(FailureKind.SQL_INVALID);
    assertThat(failure).hasMessageContaining("topics");
  }

  @Test
  void anErrorInASetupStatementNamesTheStatement() {
    CallFailedException failure = failure(List.of("CREATE TABLE c.d.x (a NOTYPE)"), INSERT);

    assertThat(failure).hasMessageStartingWith("In `CREATE TABLE c.d.x (a NOTYPE)`: ");
  }

  @Test
  void anErrorInTheInsertSaysWhere() {
    CallFailedException failure =
        failure(List.of(SOURCE, SINK), "INSERT INTO c.d.snk\nSELECT k, nope FROM c.d.src");

    assertThat(failure).hasMessage("Line 2, column 11: Column 'nope' not found in any table");
  }

  @Test
  void aQueryIsNotCompiled() {
    assertThat(failure(List.of(SOURCE), "SELECT * FROM c.d.src"))
        .hasMessageContaining("Only INSERT");
  }

  @Test
  void aSetupStatementThatWouldStartAJobIsRefused() {
    assertThat(failure(List.of(SOURCE, SINK, INSERT), INSERT))
        .hasMessageContaining("Only statements that declare something");
  }

  private JsonNode compile(List<String> setup, String insert, Map<String, String> settings)
      throws Exception {
    return json.readTree(
        planner.compile(new CompileRequest(setup, List.of(insert), settings)).plan());
  }

  private CallFailedException failure(List<String> setup, String insert) {
    return catchThrowableOfType(
        CallFailedException.class,
        () -> planner.compile(new CompileRequest(setup, List.of(insert), Map.of())));
  }

  private Map<String, String> optionsOf(JsonNode plan, String role) {
    JsonNode options = plan.findValue(role).findValue("options");
    return json.convertValue(
        options, json.getTypeFactory().constructMapType(Map.class, String.class, String.class));
  }

  private static List<String> descriptions(JsonNode plan) {
    return plan.findValuesAsText("description");
  }

  /** Ids become their order of appearance, and numbers in brackets go. */
  private static String withoutCounters(JsonNode plan) {
    String text = plan.toString();
    List<String> ids = new ArrayList<>();
    plan.path("nodes").forEach(node -> ids.add(node.path("id").asText()));
    for (int index = 0; index < ids.size(); index++) {
      text =
          text.replaceAll(
              "\"(id|source|target)\":" + ids.get(index) + "\\b", "\"$1\":\"node" + index + "\"");
    }
    return text;
  }
}
