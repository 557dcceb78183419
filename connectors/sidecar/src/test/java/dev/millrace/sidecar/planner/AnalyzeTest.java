package dev.millrace.sidecar.planner;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.wire.AnalyzeRequest;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.AnalyzeResponse.Finding;
import dev.millrace.wire.AnalyzeResponse.Operator;
import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class AnalyzeTest {
  private static final String TUMBLE =
      "TABLE(TUMBLE(TABLE c.d.orders, DESCRIPTOR(order_time), INTERVAL '1' MINUTE))";

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
  void aDeclaredTableKeepsItsStatementColumnsAndKey() throws Exception {
    AnalyzeResponse.Relation customers = analyze(Projects.shop(), "customers");

    assertThat(customers.problems()).isEmpty();
    assertThat(customers.changelog()).isEqualTo("updating_with_deletes");
    assertThat(customers.primaryKey()).containsExactly("customer_id");
    assertThat(Projects.typeOf(customers, "changed")).isEqualTo("TIMESTAMP(3) rowtime");
    assertThat(customers.createStatement()).startsWith("CREATE TABLE c.d.customers (");
  }

  @Test
  void anEqualProjectIsNotAnalyzedAgain() throws Exception {
    AnalyzeResponse first = planner.analyze(Projects.shop().request());

    assertThat(planner.analyze(Projects.shop().request())).isSameAs(first);
  }

  @Test
  void typesAloneAreThoseOfTheWholeAnalysisWithoutOperators() throws Exception {
    AnalyzeRequest whole =
        Projects.shop()
            .derived(
                "totals",
                "SELECT customer_id, SUM(amount) AS total FROM c.d.orders GROUP BY customer_id")
            .request();
    AnalyzeResponse.Relation all = Projects.in(planner.analyze(whole), "totals");
    AnalyzeResponse.Relation typed =
        Projects.in(
            planner.analyze(new AnalyzeRequest(whole.setup(), whole.relations(), true)), "totals");

    assertThat(all.statefulOperators()).isNotEmpty();
    assertThat(typed.statefulOperators()).isEmpty();
    assertThat(typed).usingRecursiveComparison().ignoringFields("statefulOperators").isEqualTo(all);
  }

  @Test
  void aProjectWithOneMoreRelationIsAnalyzedAgain() throws Exception {
    AnalyzeResponse first = planner.analyze(Projects.shop().request());
    AnalyzeResponse second =
        planner.analyze(Projects.shop().view("ids", "SELECT order_id FROM c.d.orders").request());

    assertThat(second.relations()).hasSize(first.relations().size() + 1);
  }

  @Test
  void computedAndMetadataColumnsAreColumns() throws Exception {
    AnalyzeResponse.Relation table =
        analyze(
            Projects.shop()
                .declared(
                    "events",
                    """
                    CREATE TABLE c.d.events (
                      id BIGINT,
                      twice AS id * 2,
                      written TIMESTAMP_LTZ(3) METADATA FROM 'timestamp',
                      WATERMARK FOR written AS written
                    ) WITH ('connector' = 'kafka', 'topic' = 't', 'format' = 'json')\
                    """)
                .derived("e", "SELECT id, twice, written FROM c.d.events"),
            "e");

    assertThat(table.problems()).isEmpty();
    assertThat(Projects.typeOf(table, "twice")).isEqualTo("BIGINT none");
    assertThat(Projects.typeOf(table, "written"))
        .isEqualTo("TIMESTAMP(3) WITH LOCAL TIME ZONE none");
  }

  @Test
  void aTableOfAnUnknownConnectorIsOfUnknownChanges() throws Exception {
    Projects project =
        Projects.shop()
            .declared("lake", "CREATE TABLE c.d.lake (id BIGINT) WITH ('connector' = 'iceberg')")
            .view("v", "SELECT id FROM c.d.lake");

    assertThat(analyze(project, "lake").changelog()).isEqualTo("unknown");
    assertThat(analyze(project, "v").changelog()).isEqualTo("unknown");
  }

  @Test
  void aTableMustBeDeclaredUnderItsOwnName() throws Exception {
    assertThat(
            messages(
                Projects.shop()
                    .declared("a", "CREATE TABLE c.d.b (id BIGINT) WITH ('connector' = 'datagen')"),
                "a"))
        .containsExactly("This must be one CREATE TABLE for `c`.`d`.`a`");
  }

  @Test
  void aViewPassesItsTimeAttributesOn() throws Exception {
    Projects project =
        Projects.shop()
            .view("stg", "SELECT order_id, amount, order_time, proc FROM c.d.orders")
            .derived(
                "hourly",
                "SELECT window_start, SUM(amount) AS revenue FROM TABLE(TUMBLE(TABLE c.d.stg,"
                    + " DESCRIPTOR(order_time), INTERVAL '1' HOUR))"
                    + " GROUP BY window_start, window_end")
            .derived(
                "looked_up",
                "SELECT s.order_id, p.title FROM c.d.stg AS s JOIN c.d.products"
                    + " FOR SYSTEM_TIME AS OF s.proc AS p ON s.order_id = p.product_id");

    AnalyzeResponse.Relation stg = analyze(project, "stg");
    assertThat(Projects.typeOf(stg, "order_time")).isEqualTo("TIMESTAMP(3) rowtime");
    assertThat(Projects.typeOf(stg, "proc")).endsWith("proctime");
    assertThat(stg.createStatement()).startsWith("CREATE VIEW `c`.`d`.`stg` AS\nSELECT order_id");
    assertThat(analyze(project, "hourly").problems()).isEmpty();
    assertThat(analyze(project, "looked_up").problems()).isEmpty();
  }

  @Test
  void anAggregateOfEventTimeIsNoTimeAttribute() throws Exception {
    AnalyzeResponse.Relation view =
        analyze(
            Projects.shop()
                .view(
                    "v",
                    "SELECT customer_id, MAX(order_time) AS last_order FROM c.d.orders"
                        + " GROUP BY customer_id"),
            "v");

    assertThat(Projects.typeOf(view, "last_order")).isEqualTo("TIMESTAMP(3) none");
  }

  @Test
  void aViewOfWindowsMayStillBeAggregatedByWindow() throws Exception {
    AnalyzeResponse.Relation child =
        analyze(
            Projects.shop()
                .view("windows", "SELECT window_start, window_end, amount FROM " + TUMBLE)
                .derived(
                    "sums",
                    "SELECT window_start, SUM(amount) AS s FROM c.d.windows"
                        + " GROUP BY window_start, window_end"),
            "sums");

    assertThat(child.problems()).isEmpty();
    assertThat(child.changelog()).isEqualTo("insert_only");
  }

  @Test
  void theKeyOfAViewReachesTheModelBelow() throws Exception {
    AnalyzeResponse.Relation child =
        analyze(
            Projects.shop()
                .view(
                    "totals",
                    "SELECT customer_id, SUM(amount) AS total FROM c.d.orders GROUP BY customer_id")
                .derived("copy", "SELECT total, customer_id FROM c.d.totals"),
            "copy");

    assertThat(child.primaryKey()).containsExactly("customer_id");
  }

  @Test
  void aRunningTotalIsKeyedByWhatItGroupsBy() throws Exception {
    AnalyzeResponse.Relation totals =
        analyze(
            Projects.shop()
                .derived(
                    "totals",
                    "SELECT customer_id, SUM(amount) AS total FROM c.d.orders GROUP BY"
                        + " customer_id"),
            "totals");

    assertThat(totals.changelog()).isEqualTo("updating");
    assertThat(totals.primaryKey()).containsExactly("customer_id");
    assertThat(totals.createStatement())
        .contains("PRIMARY KEY (`customer_id`) NOT ENFORCED")
        .contains("'connector' = 'upsert-kafka'");
    assertThat(types(totals)).containsExactly("stream-exec-group-aggregate");
  }

  @Test
  void aWindowAggregateOnlyAdds() throws Exception {
    AnalyzeResponse.Relation windows =
        analyze(
            Projects.shop()
                .derived(
                    "w",
                    "SELECT window_start, window_end, currency, SUM(amount) AS s FROM "
                        + TUMBLE
                        + " GROUP BY window_start, window_end, currency"),
            "w");

    assertThat(windows.changelog()).isEqualTo("insert_only");
    assertThat(windows.primaryKey()).isEmpty();
    assertThat(windows.createStatement()).contains("'connector' = 'kafka'");
    assertThat(types(windows)).contains("stream-exec-global-window-aggregate");
  }

  @Test
  void aTopNIsKeyedByWhatItRanks() throws Exception {
    AnalyzeResponse.Relation top =
        analyze(
            Projects.shop()
                .derived(
                    "top",
                    "SELECT currency, rn, order_id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
                        + " currency ORDER BY amount DESC) AS rn FROM c.d.orders) WHERE rn <= 3"),
            "top");

    assertThat(top.primaryKey()).containsExactly("currency", "rn");
    assertThat(types(top)).containsExactly("stream-exec-rank");
  }

  @Test
  void aDeduplicationIsKeyedByWhatItPartitionsBy() throws Exception {
    AnalyzeResponse.Relation latest =
        analyze(
            Projects.shop()
                .derived(
                    "latest",
                    "SELECT customer_id, order_id FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY"
                        + " customer_id ORDER BY order_time DESC) AS rn FROM c.d.orders)"
                        + " WHERE rn = 1"),
            "latest");

    assertThat(latest.primaryKey()).containsExactly("customer_id");
    assertThat(types(latest)).containsExactly("stream-exec-deduplicate");
  }

  @Test
  void joinsInTimeOnlyAdd() throws Exception {
    Projects project =
        Projects.shop()
            .derived(
                "interval_join",
                "SELECT o.order_id, p.paid FROM c.d.orders o JOIN c.d.payments p ON o.order_id ="
                    + " p.order_id AND p.payment_time BETWEEN o.order_time AND o.order_time +"
                    + " INTERVAL '1' HOUR")
            .derived(
                "temporal_join",
                "SELECT o.order_id, cu.name FROM c.d.orders o LEFT JOIN c.d.customers FOR"
                    + " SYSTEM_TIME AS OF o.order_time AS cu ON o.customer_id = cu.customer_id")
            .derived(
                "lookup_join",
                "SELECT o.order_id, p.title FROM c.d.orders o JOIN c.d.products FOR SYSTEM_TIME AS"
                    + " OF o.proc AS p ON o.order_id = p.product_id");

    assertThat(analyze(project, "interval_join").changelog()).isEqualTo("insert_only");
    assertThat(analyze(project, "temporal_join").changelog()).isEqualTo("insert_only");
    assertThat(analyze(project, "lookup_join").changelog()).isEqualTo("insert_only");
    assertThat(types(analyze(project, "interval_join")))
        .containsExactly("stream-exec-interval-join");
    assertThat(types(analyze(project, "temporal_join")))
        .containsExactly("stream-exec-temporal-join");
    assertThat(types(analyze(project, "lookup_join"))).isEmpty();
  }

  @Test
  void aUnionAndACommonTableExpressionAreUnderstood() throws Exception {
    AnalyzeResponse.Relation both =
        analyze(
            Projects.shop()
                .derived(
                    "both",
                    "WITH big AS (SELECT order_id AS id FROM c.d.orders WHERE amount > 100)\n"
                        + "SELECT id FROM big UNION ALL SELECT payment_id FROM c.d.payments --"
                        + " end"),
            "both");

    assertThat(both.problems()).isEmpty();
    assertThat(both.changelog()).isEqualTo("insert_only");
  }

  @Test
  void aModelStoredByKeyUpdatesItsReaders() throws Exception {
    Projects project =
        Projects.shop()
            .derivedWithKey("keyed", "SELECT order_id, amount FROM c.d.orders", "order_id")
            .derived("child", "SELECT order_id, amount FROM c.d.keyed")
            .derived("counted", "SELECT amount, COUNT(*) AS n FROM c.d.keyed GROUP BY amount");
    AnalyzeResponse.Relation child = analyze(project, "child");

    assertThat(child.problems()).isEmpty();
    assertThat(child.changelog()).isEqualTo("updating_with_deletes");
    assertThat(child.primaryKey()).containsExactly("order_id");
    assertThat(types(analyze(project, "counted"))).contains("stream-exec-changelog-normalize");
  }

  @Test
  void anUpdatingQueryWithoutKeyAsksForOne() throws Exception {
    assertThat(
            messages(
                Projects.shop()
                    .derived(
                        "joined",
                        "SELECT o.amount, c.name FROM c.d.orders o LEFT JOIN c.d.customers c ON"
                            + " o.customer_id = c.customer_id"),
                "joined"))
        .singleElement()
        .asString()
        .contains("declare `primary_key`");
  }

  @Test
  void aDeclaredKeyThatFlinkDoesNotSeeCostsNoStateWhereRowsAreOnlyAdded() throws Exception {
    AnalyzeResponse.Relation keyed =
        analyze(
            Projects.shop()
                .derivedWithKey("keyed", "SELECT order_id, amount FROM c.d.orders", "order_id"),
            "keyed");

    assertThat(keyed.problems()).isEmpty();
    assertThat(keyed.statefulOperators()).isEmpty();
  }

  @Test
  void aDeclaredKeyThatFlinkDoesNotSeeCostsAStatefulSinkWhereRowsAreReplaced() throws Exception {
    AnalyzeResponse.Relation keyed =
        analyze(
            Projects.shop()
                .derivedWithKey(
                    "keyed",
                    "SELECT o.order_id, c.name FROM c.d.orders o LEFT JOIN c.d.customers c ON"
                        + " o.customer_id = c.customer_id",
                    "order_id"),
            "keyed");

    assertThat(keyed.problems()).isEmpty();
    assertThat(types(keyed)).contains("stream-exec-sink");
  }

  @Test
  void aDeclaredKeyMustBeAmongTheColumns() throws Exception {
    assertThat(
            messages(
                Projects.shop().derivedWithKey("a", "SELECT order_id FROM c.d.orders", "nope"),
                "a"))
        .containsExactly("The key column `nope` is not among the query's columns: order_id");
  }

  @Test
  void storedEventTimeExistsOnlyByADeclaredWatermark() throws Exception {
    Projects project =
        Projects.shop()
            .derived("plain", "SELECT order_id, order_time FROM c.d.orders")
            .derivedWithWatermark(
                "timed",
                "SELECT order_id, order_time FROM c.d.orders",
                "order_time",
                "order_time - INTERVAL '1' SECOND");

    assertThat(Projects.typeOf(analyze(project, "plain"), "order_time"))
        .isEqualTo("TIMESTAMP(3) none");
    assertThat(Projects.typeOf(analyze(project, "timed"), "order_time"))
        .isEqualTo("TIMESTAMP(3) rowtime");
    assertThat(analyze(project, "timed").createStatement())
        .contains("WATERMARK FOR `order_time` AS order_time - INTERVAL '1' SECOND");
  }

  @Test
  void aWatermarkOfAnotherTypeIsPlacedAtItsColumn() throws Exception {
    Projects project =
        Projects.shop()
            .derivedWithWatermark(
                "timed",
                "SELECT order_id, CAST(order_time AS TIMESTAMP(6)) AS t FROM c.d.orders",
                "t",
                "t");

    Finding finding = analyze(project, "timed").problems().get(0);
    assertThat(finding.message()).startsWith("Column `t` has type TIMESTAMP(6)");
    assertThat(finding.range()).isEqualTo(new Range(1, 18, 1, 54));
  }

  @Test
  void aColumnThatNoTableCanStoreIsNamed() throws Exception {
    assertThat(
            messages(
                Projects.shop()
                    .derived("n", "SELECT order_id, INTERVAL '1' DAY AS nothing FROM c.d.orders"),
                "n"))
        .singleElement()
        .asString()
        .startsWith("Column `nothing` has type INTERVAL");
  }

  /** Subtotals have no key that the planner sees. */
  @Test
  void aTableThatTakesEveryChangeAsItIsNeedsNoKey() throws Exception {
    String query = "SELECT currency, SUM(amount) AS v FROM c.d.orders GROUP BY ROLLUP(currency)";
    Map<String, String> changes =
        Map.of(
            "connector",
            "kafka",
            "topic",
            "t",
            "format",
            "debezium-json",
            "properties.bootstrap.servers",
            "b:1");
    StorageSpec storage =
        new StorageSpec(List.of(), List.of(), null, List.of(), Map.of(), changes, changes);

    assertThat(analyze(Projects.shop().derived("s", query), "s").problems())
        .singleElement()
        .satisfies(found -> assertThat(found.message()).contains("declare `primary_key`"));
    AnalyzeResponse.Relation stored = analyze(Projects.shop().derived("s", query, storage), "s");
    assertThat(stored.problems()).isEmpty();
    assertThat(stored.primaryKey()).isEmpty();
  }

  /** Rows from before `n` was added do not have it. */
  @Test
  void columnsOutsideTheKeyMayBeNullUnlessTheyAreDeclaredOtherwise() throws Exception {
    String query =
        "SELECT currency, COUNT(*) AS n, 'b' AS edition FROM c.d.orders GROUP BY currency";
    StorageSpec declared =
        new StorageSpec(
            List.of(),
            List.of("edition"),
            null,
            List.of(),
            Map.of(),
            Projects.APPEND,
            Projects.KEYED);

    assertThat(analyze(Projects.shop().derived("s", query), "s").createStatement())
        .contains("`currency` STRING NOT NULL,\n  `n` BIGINT,\n  `edition` CHAR(1),");
    assertThat(analyze(Projects.shop().derived("s", query, declared), "s").createStatement())
        .contains("`n` BIGINT,\n  `edition` CHAR(1) NOT NULL,");
  }

  @Test
  void aVirtualColumnIsForReadersOnly() throws Exception {
    AnalyzeResponse.Relation stored =
        analyze(
            Projects.shop()
                .derived(
                    "s",
                    "SELECT order_id FROM c.d.orders",
                    new StorageSpec(
                        List.of(),
                        List.of(),
                        null,
                        List.of(),
                        Map.of("part", "INT METADATA FROM 'partition' VIRTUAL"),
                        Projects.APPEND,
                        Projects.KEYED)),
            "s");

    assertThat(stored.problems()).isEmpty();
    assertThat(Projects.typeOf(stored, "part")).isEqualTo("INT none");
  }

  @Test
  void oddNamesAreQuoted() throws Exception {
    Projects project =
        new Projects()
            .declared(
                "select",
                "CREATE TABLE c.d.`select` (`order` BIGINT, `ü``x` STRING) WITH"
                    + " ('connector' = 'datagen')")
            .derived("größe", "SELECT `order`, `ü``x`, 'it''s' AS `a b` FROM c.d.`select`");

    AnalyzeResponse.Relation odd = analyze(project, "größe");
    assertThat(odd.problems()).isEmpty();
    assertThat(odd.createStatement())
        .startsWith("CREATE TABLE `c`.`d`.`größe` (\n  `order` BIGINT,\n  `ü``x` STRING,\n  `a b`");
  }

  @Test
  void optionsAreWrittenAsGiven() throws Exception {
    Map<String, String> options = new LinkedHashMap<>();
    options.put("connector", "kafka");
    options.put("topic", "it's");
    options.put("format", "json");
    options.put("properties.bootstrap.servers", "${local:broker}");
    AnalyzeResponse.Relation stored =
        analyze(
            Projects.shop()
                .derived(
                    "s",
                    "SELECT order_id, currency FROM c.d.orders",
                    new StorageSpec(
                        List.of(),
                        List.of(),
                        null,
                        List.of("currency"),
                        Map.of(),
                        options,
                        Map.of())),
            "s");

    assertThat(stored.createStatement())
        .isEqualTo(
            """
            CREATE TABLE `c`.`d`.`s` (
              `order_id` BIGINT,
              `currency` STRING
            ) PARTITIONED BY (`currency`) WITH (
              'connector' = 'kafka',
              'topic' = 'it''s',
              'format' = 'json',
              'properties.bootstrap.servers' = '${local:broker}'
            )\
            """);
  }

  @Test
  void allErrorsOfASelectListAreFound() throws Exception {
    Projects project =
        Projects.shop()
            .derived("bad", "SELECT nope, order_id,\n  nono\nFROM c.d.orders WHERE xx = 1");

    assertThat(analyze(project, "bad").problems())
        .extracting(Finding::range)
        .containsExactly(new Range(1, 8, 1, 11), new Range(2, 3, 2, 6), new Range(3, 23, 3, 24));
  }

  @Test
  void whatReadsAWrongRelationIsNotChecked() throws Exception {
    Projects project =
        Projects.shop()
            .view("bad", "SELECT nope FROM c.d.orders")
            .derived("below", "SELECT * FROM c.d.bad")
            .derived("beside", "SELECT order_id FROM c.d.orders");

    assertThat(analyze(project, "below").problems())
        .containsExactly(
            new Finding(
                "Not checked, because it reads model.bad, which has problems",
                new Range(1, 15, 1, 21)));
    assertThat(analyze(project, "beside").problems()).isEmpty();
  }

  @Test
  void everyRelationHasAResultInTheOrderAsked() throws Exception {
    Projects project =
        Projects.shop().view("bad", "SELEC 1").derived("good", "SELECT order_id FROM c.d.orders");
    AnalyzeRequest request = project.request();

    assertThat(planner.analyze(request).relations())
        .extracting(AnalyzeResponse.Relation::id)
        .containsExactlyElementsOf(request.relations().stream().map(Relation::id).toList());
  }

  @Test
  void aLongChainOfRelationsIsChecked() throws Exception {
    Projects project = Projects.shop();
    List<String> ids = new ArrayList<>();
    String parent = "orders";
    for (int index = 0; index < 300; index++) {
      String name = "m" + index;
      String query = "SELECT order_id, amount, order_time FROM c.d." + parent;
      if (index % 3 == 0) {
        project.derivedWithWatermark(name, query, "order_time", "order_time");
      } else {
        project.view(name, query + " WHERE amount > " + index);
      }
      ids.add("model." + name);
      parent = name;
    }
    AnalyzeResponse response = planner.analyze(project.request());

    assertThat(response.relations())
        .allSatisfy(relation -> assertThat(relation.problems()).isEmpty())
        .extracting(AnalyzeResponse.Relation::id)
        .containsSubsequence(ids);
  }

  @Test
  void aFunctionMadeInTheSetupIsKnown() throws Exception {
    assertThat(
            messages(
                Projects.shop()
                    .setup("CREATE FUNCTION c.d.gone AS 'no.such.Function'")
                    .view("v", "SELECT c.d.gone(order_id) FROM c.d.orders"),
                "v"))
        .singleElement()
        .asString()
        .contains("no.such.Function");
  }

  private AnalyzeResponse.Relation analyze(Projects project, String name) throws Exception {
    return Projects.in(planner.analyze(project.request()), name);
  }

  private List<String> messages(Projects project, String name) throws Exception {
    return analyze(project, name).problems().stream().map(Finding::message).toList();
  }

  private static List<String> types(AnalyzeResponse.Relation relation) {
    return relation.statefulOperators().stream().map(Operator::type).toList();
  }
}
