package dev.millrace.sidecar.planner;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.CompileRequest;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlNode;
import org.apache.flink.sql.parser.dml.RichSqlInsert;
import org.apache.flink.table.delegation.InternalPlan;
import org.apache.flink.table.operations.ModifyOperation;

/**
 * Compiles one INSERT, or a statement set, to Flink's plan JSON.
 *
 * <p>The same statements give the same plan but for what comes from counters of the JVM: {@code id}
 * of each node, the same ids in {@code edges} and in {@code inputProperties}, and the number in
 * brackets that ends some {@code description} texts. Who compares plans must make these equal
 * first.
 */
final class PlanCompiler {
  private PlanCompiler() {}

  static String compile(CompileRequest request) throws CallFailedException {
    try (PlannerEnvironment environment =
        PlannerEnvironment.createForPlans(
            new AvailableTableFactory(request.runsFromHere()), request.settings())) {
      declareAll(environment, request.setup());
      return compile(environment, request.inserts());
    }
  }

  /** Runs declarations, the failing one named in the error. */
  static void declareAll(PlannerEnvironment environment, List<String> setup)
      throws CallFailedException {
    for (String statement : setup) {
      try {
        environment.declare(statement);
      } catch (RuntimeException | AssertionError e) {
        String line = statement.strip().lines().findFirst().orElse("").strip();
        throw new CallFailedException(
            FailureKind.SQL_INVALID, "In `" + line + "`: " + Findings.messageOf(e));
      }
    }
  }

  private static String compile(PlannerEnvironment environment, List<String> inserts)
      throws CallFailedException {
    try {
      List<ModifyOperation> operations = new ArrayList<>();
      for (String insert : inserts) {
        operations.add(operation(environment, PlannerEnvironment.withoutEnd(insert)));
      }
      InternalPlan plan = SinkPlans.plan(environment.planner(), operations);
      String json = plan.asJsonString();
      // Some of Flink's checks come only when operators are made: better here than at submit, when
      // the old job is already stopped.
      environment.planner().translatePlan(plan);
      return json;
    } catch (RuntimeException | AssertionError e) {
      throw new CallFailedException(FailureKind.SQL_INVALID, Findings.placedMessage(e));
    }
  }

  private static ModifyOperation operation(PlannerEnvironment environment, String insert)
      throws CallFailedException {
    SqlNode node = environment.parse(insert);
    if (!(node instanceof RichSqlInsert)) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID, "Only INSERT INTO ... SELECT can be compiled");
    }
    return (ModifyOperation) environment.operation(node);
  }
}
