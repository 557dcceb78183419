package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.planner.QueryFacts.QueryColumn;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.TableScan;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.flink.table.planner.calcite.FlinkPlannerImpl;
import org.apache.flink.table.planner.calcite.FlinkTypeFactory;
import org.apache.flink.table.planner.operations.PlannerQueryOperation;
import org.apache.flink.table.planner.plan.metadata.FlinkRelMetadataQuery;
import org.apache.flink.table.planner.plan.nodes.physical.stream.StreamPhysicalRel;
import org.apache.flink.table.planner.plan.trait.RelWindowProperties;
import org.apache.flink.table.planner.plan.utils.ChangelogPlanUtils;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeUtils;
import org.jspecify.annotations.Nullable;

/** Validates, converts and optimises one query. */
final class QueryAnalyzer {
  private final PlannerEnvironment environment;

  QueryAnalyzer(PlannerEnvironment environment) {
    this.environment = environment;
  }

  /**
   * @param query parsed for this call alone: validation rewrites it
   * @throws RuntimeException Flink's own, for {@link Findings}
   */
  QueryFacts analyze(SqlNode query, String text) {
    FlinkPlannerImpl planner = environment.statementPlanner();
    RelNode logical = environment.convert(planner, query).project();
    RelNode optimized = environment.planner().optimize(logical);
    FlinkRelMetadataQuery metadata =
        FlinkRelMetadataQuery.reuseOrCreate(optimized.getCluster().getMetadataQuery());
    return new QueryFacts(
        columns(logical, optimized),
        changes(optimized),
        smallest(metadata.getUpsertKeys(optimized)),
        hasWindowBounds(metadata.getRelWindowProperties(optimized)),
        reads(logical, optimized),
        optimized,
        new PlannerQueryOperation(logical, () -> text));
  }

  /**
   * Before optimisation {@code MAX(event_time)} and the like still pass for event time; only what
   * the optimised tree marks is. Processing time is the other way round: the optimised tree has
   * already taken the clock's value, and before it only an aggregate can pass for what it is not.
   */
  private static List<QueryColumn> columns(RelNode logical, RelNode optimized) {
    List<LogicalType> types = FlinkTypeFactory.toLogicalRowType(logical.getRowType()).getChildren();
    List<LogicalType> optimizedTypes =
        FlinkTypeFactory.toLogicalRowType(optimized.getRowType()).getChildren();
    List<String> names = logical.getRowType().getFieldNames();
    boolean aggregated = contains(logical, Aggregate.class);
    List<QueryColumn> columns = new ArrayList<>();
    for (int index = 0; index < names.size(); index++) {
      columns.add(
          new QueryColumn(
              names.get(index),
              LogicalTypeUtils.removeTimeAttributes(types.get(index)),
              time(types.get(index), optimizedTypes.get(index), aggregated)));
    }
    return columns;
  }

  private static Time time(LogicalType logical, LogicalType optimized, boolean aggregated) {
    boolean clock = Time.of(logical) == Time.PROCTIME && !aggregated;
    return clock ? Time.PROCTIME : Time.of(optimized);
  }

  private static boolean contains(RelNode tree, Class<? extends RelNode> kind) {
    return kind.isInstance(tree)
        || tree.getInputs().stream().anyMatch(input -> contains(input, kind));
  }

  private static Changes changes(RelNode optimized) {
    scala.Option<org.apache.flink.table.connector.ChangelogMode> mode =
        ChangelogPlanUtils.getChangelogMode((StreamPhysicalRel) optimized);
    return mode.isEmpty() ? Changes.INSERT_ONLY : Changes.of(mode.get());
  }

  /** Keys that hold no smaller key, smallest first, then in the order of columns. */
  static List<List<Integer>> smallest(@Nullable Set<ImmutableBitSet> keys) {
    if (keys == null) {
      return List.of();
    }
    return keys.stream()
        .filter(key -> keys.stream().noneMatch(other -> smaller(other, key)))
        .map(ImmutableBitSet::asList)
        .sorted(Comparator.<List<Integer>>comparingInt(List::size).thenComparing(Object::toString))
        .toList();
  }

  private static boolean smaller(ImmutableBitSet key, ImmutableBitSet than) {
    return !key.equals(than) && than.contains(key);
  }

  private static boolean hasWindowBounds(@Nullable RelWindowProperties properties) {
    return properties != null
        && !(properties.getWindowStartColumns().isEmpty()
            && properties.getWindowEndColumns().isEmpty());
  }

  /** Both trees: the one hides tables in sub-queries, the other those that are looked up. */
  private static Set<List<String>> reads(RelNode... trees) {
    Set<List<String>> names = new LinkedHashSet<>();
    for (RelNode tree : trees) {
      new RelVisitor() {
        @Override
        public void visit(RelNode node, int ordinal, @Nullable RelNode parent) {
          if (node instanceof TableScan scan) {
            List<String> name = scan.getTable().getQualifiedName();
            names.add(List.copyOf(name.subList(0, Math.min(3, name.size()))));
          }
          super.visit(node, ordinal, parent);
        }
      }.go(tree);
    }
    return names;
  }
}
