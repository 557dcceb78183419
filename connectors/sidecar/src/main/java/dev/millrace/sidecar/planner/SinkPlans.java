package dev.millrace.sidecar.planner;

import java.util.List;
import org.apache.flink.table.api.InsertConflictStrategy;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.delegation.InternalPlan;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.ModifyType;
import org.apache.flink.table.operations.SinkModifyOperation;
import org.apache.flink.table.planner.delegation.PlannerBase;

/**
 * Plans the writing of a query into a table.
 *
 * <p>Where the table's key is not one that Flink sees in the query, Flink 2.3 wants to be told by
 * ON CONFLICT what becomes of two rows of one key. A model is a SELECT and cannot say; that its
 * table has this key says it: the later row replaces the earlier. That costs no state when rows are
 * only added, and a stateful sink, which the plan shows, when they are also replaced.
 */
final class SinkPlans {
  private static final String ASKS_FOR_CONFLICT = "Please specify an ON CONFLICT clause";

  private SinkPlans() {}

  /**
   * @throws RuntimeException Flink's own
   */
  static InternalPlan plan(PlannerBase planner, ModifyOperation operation) {
    try {
      return planner.compilePlan(List.of(operation));
    } catch (ValidationException e) {
      boolean asks = String.valueOf(e.getMessage()).contains(ASKS_FOR_CONFLICT);
      if (!asks || !(operation instanceof SinkModifyOperation sink)) {
        throw e;
      }
      return planner.compilePlan(List.of(laterReplacesEarlier(sink)));
    }
  }

  private static SinkModifyOperation laterReplacesEarlier(SinkModifyOperation sink) {
    return new SinkModifyOperation(
        sink.getContextResolvedTable(),
        sink.getChild(),
        sink.getStaticPartitions(),
        sink.getTargetColumns(),
        sink.isOverwrite(),
        sink.getDynamicOptions(),
        ModifyType.INSERT,
        InsertConflictStrategy.deduplicate());
  }
}
