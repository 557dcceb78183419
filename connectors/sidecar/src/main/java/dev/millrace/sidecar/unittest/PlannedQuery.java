package dev.millrace.sidecar.unittest;

import dev.millrace.sidecar.planner.PlannerEnvironment;
import dev.millrace.wire.ColumnType;
import dev.millrace.wire.UnitTestRequest;
import dev.millrace.wire.UnitTestRequest.Given;
import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.flink.api.dag.Transformation;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.Path;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.apache.flink.streaming.api.transformations.SourceTransformation;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.internal.ResultProvider;
import org.apache.flink.table.catalog.ObjectIdentifier;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.factories.FactoryUtil;
import org.apache.flink.table.operations.CollectModifyOperation;
import org.apache.flink.table.operations.Operation;
import org.apache.flink.table.operations.QueryOperation;
import org.apache.flink.table.planner.delegation.DefaultExecutorFactory;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.RowType;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;

/**
 * A query over given tables, ready to run.
 *
 * @param turns in how many turns its rows come; 1 when they need not take turns
 */
record PlannedQuery(StreamGraph graph, ResultProvider results, ResolvedSchema schema, int turns) {
  /** What a run must not depend on: how many processors, and when a clock ticks. */
  private static final Map<String, String> SETTINGS =
      Map.of(
          "parallelism.default", "1",
          "table.exec.resource.default-parallelism", "1",
          "pipeline.auto-watermark-interval", "0 ms",
          "restart-strategy.type", "none",
          "table.local-time-zone", "UTC",
          "table.optimizer.reuse-source-enabled", "false",
          "table.optimizer.reuse-sub-plan-enabled", "false",
          "execution.buffer-timeout.enabled", "true",
          "execution.buffer-timeout.interval", "0 ms");

  /**
   * Plans on the calling thread.
   *
   * @throws GivenRows.UnreadableException when a given row cannot be read
   * @throws RuntimeException Flink's own, when a statement is not valid
   */
  static PlannedQuery plan(UnitTestRequest request) {
    Map<String, GivenRows> rowsByTable = new HashMap<>();
    for (Given given : request.given()) {
      rowsByTable.put(identifier(given).asSummaryString(), GivenRows.read(given, rowType(given)));
    }
    try (PlannerEnvironment environment =
        PlannerEnvironment.create(new GivenTableFactory(rowsByTable), SETTINGS)) {
      request.given().forEach(given -> environment.declare(createTable(given)));
      request.setup().forEach(environment::declare);
      return plan(environment, request.query());
    }
  }

  private static PlannedQuery plan(PlannerEnvironment environment, String query) {
    List<Operation> operations =
        environment.tables().getParser().parse(PlannerEnvironment.withoutEnd(query));
    if (!(operations.get(0) instanceof QueryOperation select)) {
      throw new ValidationException("A unit test runs one SELECT");
    }
    CollectModifyOperation collect = new CollectModifyOperation(select);
    List<Transformation<?>> transformations = environment.planner().translate(List.of(collect));
    List<GivenSource> sources = sourcesIn(transformations);
    Configuration configuration = Configuration.fromMap(SETTINGS);
    StreamGraph graph =
        (StreamGraph)
            new DefaultExecutorFactory()
                .create(configuration)
                .createPipeline(transformations, configuration, "unit test");
    environment.jars().forEach(jar -> graph.addJar(new Path(jar)));
    int turns = needsTurns(graph) ? Turns.deal(sources) : 1;
    return new PlannedQuery(
        graph, collect.getSelectResultProvider(), select.getResolvedSchema(), turns);
  }

  /** Only where an operator has two inputs is it open which of them it hears first. */
  private static boolean needsTurns(StreamGraph graph) {
    return graph.getStreamNodes().stream().anyMatch(node -> node.getInEdges().size() > 1);
  }

  private static List<GivenSource> sourcesIn(List<Transformation<?>> transformations) {
    Set<Transformation<?>> all = new LinkedHashSet<>();
    transformations.forEach(
        transformation -> all.addAll(transformation.getTransitivePredecessors()));
    List<GivenSource> sources = new ArrayList<>();
    for (Transformation<?> transformation : all) {
      if (transformation instanceof SourceTransformation<?, ?, ?> source
          && source.getSource() instanceof GivenSource given) {
        sources.add(given);
      }
    }
    return sources;
  }

  private static ObjectIdentifier identifier(Given given) {
    return ObjectIdentifier.of(given.catalog(), given.database(), given.name());
  }

  /** What a row holds: a processing time is no value but a clock. */
  private static RowType rowType(Given given) {
    return new RowType(
        false,
        given.columns().stream()
            .filter(column -> !isClock(column))
            .map(column -> new RowType.RowField(column.name(), type(given, column)))
            .toList());
  }

  private static boolean isClock(ColumnType column) {
    return column.time().equals("proctime");
  }

  private static LogicalType type(Given given, ColumnType column) {
    LogicalType type = LogicalTypeParser.parse(column.type(), PlannedQuery.class.getClassLoader());
    return given.primaryKey().contains(column.name()) ? type.copy(false) : type;
  }

  private static String createTable(Given given) {
    List<String> lines =
        new ArrayList<>(
            given.columns().stream()
                .map(
                    column ->
                        quote(column.name())
                            + " "
                            + (isClock(column) ? "AS PROCTIME()" : column.type()))
                .toList());
    if (!given.primaryKey().isEmpty()) {
      lines.add(
          given.primaryKey().stream()
              .map(PlannedQuery::quote)
              .collect(Collectors.joining(", ", "PRIMARY KEY (", ") NOT ENFORCED")));
    }
    WatermarkSpec watermark = given.watermark();
    if (watermark != null) {
      lines.add("WATERMARK FOR " + quote(watermark.column()) + " AS " + watermark.expression());
    }
    return "CREATE TABLE "
        + quote(given.catalog())
        + "."
        + quote(given.database())
        + "."
        + quote(given.name())
        + " (\n"
        + String.join(",\n", lines)
        + "\n) WITH ('"
        + FactoryUtil.CONNECTOR.key()
        + "' = 'given')";
  }

  private static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }
}
