package dev.millrace.sidecar.planner;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunction;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;

/** Lists the functions that a query calls by name, Flink's own among them. */
final class FunctionReferences {
  private FunctionReferences() {}

  static List<SqlIdentifier> in(SqlNode query) {
    List<SqlIdentifier> found = new ArrayList<>();
    for (SqlNode node : StatementText.all(query, SqlCall.class::isInstance)) {
      if (((SqlCall) node).getOperator() instanceof SqlFunction function) {
        SqlIdentifier name = function.getSqlIdentifier();
        if (name != null) {
          found.add(name);
        }
      }
    }
    return List.copyOf(found);
  }
}
