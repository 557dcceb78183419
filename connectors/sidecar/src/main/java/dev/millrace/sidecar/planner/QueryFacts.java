package dev.millrace.sidecar.planner;

import java.util.List;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.flink.table.planner.operations.PlannerQueryOperation;
import org.apache.flink.table.types.logical.LogicalType;

/**
 * What the planner knows of a query.
 *
 * @param columns time attributes only where the optimised query still has them
 * @param changes whether rows are only added, also replaced, also deleted
 * @param keys smallest sets of columns by which its changes can be told apart
 * @param windowed whether columns of it are known as the bounds of windows, so that a query over it
 *     may aggregate by window
 * @param reads full names of tables it reads, views expanded
 */
record QueryFacts(
    List<QueryColumn> columns,
    Changes changes,
    List<List<Integer>> keys,
    boolean windowed,
    Set<List<String>> reads,
    RelNode optimized,
    PlannerQueryOperation operation) {
  QueryFacts {
    columns = List.copyOf(columns);
    keys = List.copyOf(keys);
    reads = Set.copyOf(reads);
  }

  /** A column, its type without the mark of a time attribute. */
  record QueryColumn(String name, LogicalType type, Time time) {}

  List<String> names() {
    return columns.stream().map(QueryColumn::name).toList();
  }
}
