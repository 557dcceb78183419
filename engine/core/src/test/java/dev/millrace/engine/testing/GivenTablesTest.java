package dev.millrace.engine.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledNode;
import dev.millrace.engine.compile.PhysicalNames;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.GivenTable;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.connect.TimeAttribute;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.Target;
import dev.millrace.engine.query.QuerySubject;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class GivenTablesTest {
  private static final String ORDERS = "model.shop.orders";
  private static final String STAGED = "model.shop.stg_orders";
  private static final String CREATE_ORDERS =
      "CREATE TABLE orders (id INT, ts TIMESTAMP(3), WATERMARK FOR ts AS ts - INTERVAL '5' SECOND)"
          + " WITH ('connector' = 'kafka')";

  @Test
  void aTableBringsItsColumnsAndItsDeclaredWatermark() {
    GivenTable given = GivenTables.of(project("ts"), ORDERS, List.of(Map.of("id", 1)));

    assertThat(given.columns()).extracting(Column::name).containsExactly("id", "ts");
    assertThat(given.watermark()).contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
    assertThat(given.rows()).containsExactly(Map.of("id", 1));
  }

  @Test
  void aViewThatPassesEventTimeOnHasTheWatermarkOfItsTable() {
    assertThat(GivenTables.of(project("ts"), STAGED, List.of()).watermark())
        .contains(new Watermark("ts", "`ts` - INTERVAL '5' SECOND"));
  }

  @Test
  void aViewThatRenamesEventTimeIsTakenToBeInOrder() {
    assertThat(GivenTables.of(project("order_time"), STAGED, List.of()).watermark())
        .contains(new Watermark("order_time", "`order_time`"));
  }

  @Test
  void aGivenColumnThatTheInputLacksIsAnError() {
    assertThatThrownBy(() -> GivenTables.of(project("ts"), ORDERS, List.of(Map.of("amount", 1))))
        .hasMessageContainingAll("`amount`", "Its columns are id, ts");
  }

  @Test
  void aViewIsReadThroughItsTablesAndATableAsItStands() {
    QuerySubject view = QuerySubject.model(project("ts"), STAGED);
    QuerySubject table = QuerySubject.model(project("ts"), ORDERS);

    assertThat(view.setup()).containsExactly(CREATE_ORDERS, "CREATE VIEW stg_orders AS SELECT 1");
    assertThat(view.query()).isEqualTo("SELECT * FROM `c`.`d`.`stg_orders`");
    assertThat(table.setup()).containsExactly(CREATE_ORDERS);
  }

  @Test
  void aQueryOfTheUsersKnowsAllThatItReads() {
    assertThat(QuerySubject.setup(project("ts"), List.of(STAGED, ORDERS)))
        .containsExactly(CREATE_ORDERS, "CREATE VIEW stg_orders AS SELECT 1");
  }

  private static AnalyzedProject project(String viewTime) {
    AnalyzedNode orders =
        node(
            ORDERS,
            "orders",
            Materialization.STREAMING_SOURCE,
            List.of(),
            new PlannedRelation.DeclaredTable(ORDERS, name("orders"), CREATE_ORDERS),
            "ts",
            CREATE_ORDERS);
    AnalyzedNode staged =
        node(
            STAGED,
            "stg_orders",
            Materialization.VIEW,
            List.of(ORDERS),
            new PlannedRelation.View(STAGED, name("stg_orders"), "SELECT 1"),
            viewTime,
            "CREATE VIEW stg_orders AS SELECT 1");
    Map<String, AnalyzedNode> nodes = new LinkedHashMap<>();
    nodes.put(ORDERS, orders);
    nodes.put(STAGED, staged);
    Target target =
        new Target(
            "shop",
            "dev",
            new TargetSpec("key", "dev", "flink", Map.of()),
            "c",
            "d",
            false,
            1,
            new Connector.DefaultTableOptions(Map.of(), Map.of()));
    Project project = new Project(Path.of("shop"), "shop", target, Map.of(), Map.of(), List.of());
    return new AnalyzedProject(project, nodes, List.of());
  }

  private static AnalyzedNode node(
      String uniqueId,
      String name,
      Materialization materialization,
      List<String> dependsOn,
      PlannedRelation relation,
      String time,
      String createStatement) {
    Node node =
        new Node(
            uniqueId,
            name,
            ResourceType.MODEL,
            "shop",
            "models/" + name + ".sql",
            List.of("shop", name),
            materialization,
            NodeConfig.EMPTY,
            dependsOn,
            name(name),
            "",
            List.of(),
            List.of(),
            "");
    CompiledNode compiled =
        new CompiledNode(
            node,
            "",
            Optional.of(relation),
            new PhysicalNames(name, name, name, name),
            (line, column) -> SourcePosition.of(node.path()));
    RelationAnalysis analysis =
        new RelationAnalysis(
            uniqueId,
            List.of(
                new Column("id", "INT"), new Column(time, "TIMESTAMP(3)", TimeAttribute.ROWTIME)),
            ChangelogKind.INSERT_ONLY,
            List.of(),
            Optional.of(createStatement),
            List.of(),
            List.of());
    return new AnalyzedNode(compiled, Optional.of(analysis));
  }

  private static RelationName name(String table) {
    return new RelationName("c", "d", table);
  }
}
