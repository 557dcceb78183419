package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.planner.QueryFacts.QueryColumn;
import dev.millrace.tables.mute.ConnectorAbilities;
import dev.millrace.tables.mute.SinkChanges;
import dev.millrace.wire.AnalyzeRequest.StorageSpec;
import dev.millrace.wire.AnalyzeResponse.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelNode;
import org.apache.flink.table.planner.plan.metadata.FlinkRelMetadataQuery;
import org.apache.flink.table.planner.plan.nodes.physical.stream.StreamPhysicalWindowAggregateBase;
import org.apache.flink.table.planner.plan.trait.RelWindowProperties;

/** Decides by which columns the rows of a stored model are told apart. */
final class KeyChoice {
  private KeyChoice() {}

  /**
   * The declared key or, for a query that updates rows, the smallest one the planner sees.
   *
   * @return empty for rows that are only ever added, and for a table that takes every change as it
   *     is
   * @throws SqlRefusedException when the declared key is not among the columns, or none can be seen
   */
  static List<String> of(StorageSpec storage, QueryFacts query) throws SqlRefusedException {
    List<String> declared = storage.primaryKey();
    if (!declared.isEmpty()) {
      requireColumns(declared, query);
      return declared;
    }
    if (query.changes() == Changes.INSERT_ONLY || query.changes() == Changes.UNKNOWN) {
      return List.of();
    }
    List<String> key = seen(query);
    if (key.isEmpty() && !takesEveryChange(storage)) {
      throw new SqlRefusedException(
          new Finding(
              "The query replaces rows it has given before, but by which columns they are told"
                  + " apart could not be inferred: declare `primary_key` in the model's config",
              null));
    }
    return key;
  }

  private static boolean takesEveryChange(StorageSpec storage) {
    SinkChanges taken = ConnectorAbilities.of(storage.appendOptions(), false).sink();
    return taken == SinkChanges.ALL || taken == SinkChanges.ANY;
  }

  /** The smallest key that the planner sees, or that of an aggregate by window; perhaps none. */
  static List<String> seen(QueryFacts query) {
    List<Integer> key =
        query.keys().stream()
            .filter(found -> !found.isEmpty())
            .findFirst()
            .orElseGet(() -> windowKey(query));
    return key.stream().map(index -> query.columns().get(index).name()).toList();
  }

  private static void requireColumns(List<String> declared, QueryFacts query)
      throws SqlRefusedException {
    for (String column : declared) {
      if (!query.names().contains(column)) {
        throw new SqlRefusedException(
            new Finding(
                "The key column `"
                    + column
                    + "` is not among the query's columns: "
                    + String.join(", ", query.names()),
                null));
      }
    }
  }

  /**
   * Flink infers no key for an aggregate by window, though each window has one row per group: the
   * bounds of the window and everything grouped by.
   */
  private static List<Integer> windowKey(QueryFacts query) {
    RelNode node = query.optimized();
    while (node.getInputs().size() == 1 && !(node instanceof StreamPhysicalWindowAggregateBase)) {
      node = node.getInput(0);
    }
    if (!(node instanceof StreamPhysicalWindowAggregateBase aggregate)) {
      return List.of();
    }
    List<String> grouped =
        IntStream.range(0, aggregate.grouping().length)
            .mapToObj(index -> aggregate.getRowType().getFieldNames().get(index))
            .toList();
    List<Integer> key = new ArrayList<>(windowBounds(query));
    if (key.isEmpty() || !query.names().containsAll(grouped)) {
      return List.of();
    }
    grouped.forEach(column -> key.add(query.names().indexOf(column)));
    return key.stream().distinct().sorted().toList();
  }

  private static List<Integer> windowBounds(QueryFacts query) {
    RelWindowProperties bounds =
        FlinkRelMetadataQuery.reuseOrCreate(query.optimized().getCluster().getMetadataQuery())
            .getRelWindowProperties(query.optimized());
    if (bounds == null
        || bounds.getWindowStartColumns().isEmpty()
        || bounds.getWindowEndColumns().isEmpty()) {
      return List.of();
    }
    return List.of(bounds.getWindowStartColumns().nth(0), bounds.getWindowEndColumns().nth(0));
  }

  /** Whether every column of a key is known not to be null. */
  static boolean isNotNull(List<Integer> key, List<QueryColumn> columns) {
    return key.stream().noneMatch(index -> columns.get(index).type().isNullable());
  }
}
