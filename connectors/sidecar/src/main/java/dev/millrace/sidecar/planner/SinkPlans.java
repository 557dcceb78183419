package dev.millrace.sidecar.planner;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.api.InsertConflictStrategy;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.delegation.InternalPlan;
import org.apache.flink.table.operations.ModifyOperation;
import org.apache.flink.table.operations.ModifyType;
import org.apache.flink.table.operations.SinkModifyOperation;
import org.apache.flink.table.planner.delegation.PlannerBase;

/**
 * Plans the writing of queries into tables.
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
  static InternalPlan plan(PlannerBase planner, List<ModifyOperation> operations) {
    try {
      return planner.compilePlan(operations);
    } catch (ValidationException e) {
      if (!asksForConflict(e)) {
        throw e;
      }
    }
    if (operations.size() == 1) {
      return planner.compilePlan(List.of(laterReplacesEarlier(operations.get(0))));
    }
    // Flink does not say which of several it means.
    List<ModifyOperation> told = new ArrayList<>();
    for (ModifyOperation operation : operations) {
      told.add(asksForConflict(planner, operation) ? laterReplacesEarlier(operation) : operation);
    }
    return planner.compilePlan(told);
  }

  private static boolean asksForConflict(PlannerBase planner, ModifyOperation operation) {
    try {
      planner.compilePlan(List.of(operation));
      return false;
    } catch (ValidationException e) {
      return asksForConflict(e);
    }
  }

  private static boolean asksForConflict(ValidationException e) {
    return String.valueOf(e.getMessage()).contains(ASKS_FOR_CONFLICT);
  }

  private static ModifyOperation laterReplacesEarlier(ModifyOperation operation) {
    if (!(operation instanceof SinkModifyOperation sink)) {
      return operation;
    }
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
