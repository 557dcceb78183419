package dev.millrace.engine.deploy;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledNode;
import dev.millrace.engine.compile.PhysicalNames;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.Storage;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeConfig;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.Target;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Analyzed projects as short as tests need them. */
final class Projects {
  static final List<Column> COLUMNS = List.of(new Column("customer_id", "BIGINT"));

  private final Map<String, AnalyzedNode> nodes = new LinkedHashMap<>();

  /** A model whose query is the stored plan of this name. */
  Projects table(String name, String plan, String... parents) {
    return table(name, plan, Map.of(), parents);
  }

  Projects table(String name, String plan, Map<String, Object> config, String... parents) {
    return add(name, plan, Materialization.STREAMING_TABLE, config, parents);
  }

  /** A model with a text that can be read and columns of its own. */
  Projects query(String name, String sql, String plan, List<Column> columns, String... parents) {
    return add(
        name,
        sql + " -- PLAN " + plan,
        columns,
        Materialization.STREAMING_TABLE,
        Map.of(),
        parents);
  }

  /** A view with a text that can be read. */
  Projects viewOf(String name, String sql, String... parents) {
    return add(name, sql + " -- PLAN stateless", COLUMNS, Materialization.VIEW, Map.of(), parents);
  }

  Projects view(String name, String... parents) {
    return add(name, "stateless", Materialization.VIEW, Map.of(), parents);
  }

  AnalyzedProject analyzed() {
    Connector.DefaultTableOptions none = new Connector.DefaultTableOptions(Map.of(), Map.of());
    Target target =
        new Target(
            "shop",
            "dev",
            new TargetSpec("shop", "dev", "flink", Map.of()),
            "c",
            "d",
            false,
            4,
            none);
    Map<String, Node> plain = new LinkedHashMap<>();
    nodes.forEach((id, node) -> plain.put(id, node.node()));
    return new AnalyzedProject(
        new Project(Path.of("shop"), "shop", target, plain, Map.of(), List.of()), nodes, List.of());
  }

  static String id(String name) {
    return "model.shop." + name;
  }

  private Projects add(
      String name,
      String plan,
      Materialization materialization,
      Map<String, Object> config,
      String... parents) {
    return add(name, "PLAN " + plan, COLUMNS, materialization, config, parents);
  }

  private Projects add(
      String name,
      String query,
      List<Column> columns,
      Materialization materialization,
      Map<String, Object> config,
      String... parents) {
    RelationName relation = new RelationName("c", "d", name);
    Node node =
        new Node(
            id(name),
            name,
            ResourceType.MODEL,
            "shop",
            "models/" + name + ".sql",
            List.of("shop", name),
            materialization,
            new NodeConfig(config, Map.of()),
            List.of(parents).stream().map(Projects::id).toList(),
            relation,
            "",
            List.of(),
            List.of(),
            query);
    Storage storage =
        new Storage(
            List.of(), List.of(), Optional.empty(), List.of(), Map.of(), Map.of(), Map.of());
    PlannedRelation planned =
        materialization == Materialization.VIEW
            ? new PlannedRelation.View(id(name), relation, query)
            : new PlannedRelation.DerivedTable(id(name), relation, query, storage);
    CompiledNode compiled =
        new CompiledNode(
            node,
            query,
            Optional.of(planned),
            new PhysicalNames("shop.dev." + config.getOrDefault("job", name), name, "g", "t"),
            (line, column) -> new SourcePosition("models/" + name + ".sql", line, column));
    RelationAnalysis analysis =
        new RelationAnalysis(
            id(name),
            columns,
            ChangelogKind.UPDATING,
            List.of("customer_id"),
            Optional.of(
                materialization == Materialization.VIEW
                    ? "CREATE VIEW " + relation.sql() + " AS " + query
                    : "CREATE TABLE " + relation.sql() + " (customer_id BIGINT)"),
            List.of(),
            List.of());
    nodes.put(id(name), new AnalyzedNode(compiled, Optional.of(analysis)));
    return this;
  }
}
