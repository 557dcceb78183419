package dev.millrace.sidecar.planner;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/** Lists the tables that a query names, common table expressions left out. */
final class TableReferences {
  private final List<SqlIdentifier> found = new ArrayList<>();
  private final Set<String> expressions = new HashSet<>();

  private TableReferences() {}

  static List<SqlIdentifier> in(SqlNode query) {
    TableReferences references = new TableReferences();
    for (SqlNode node : StatementText.all(query, SqlWith.class::isInstance)) {
      for (SqlNode item : ((SqlWith) node).withList) {
        references.expressions.add(((SqlWithItem) item).name.getSimple());
      }
    }
    for (SqlNode node : StatementText.all(query, SqlSelect.class::isInstance)) {
      SqlNode from = ((SqlSelect) node).getFrom();
      if (from != null) {
        references.table(from);
      }
    }
    for (SqlNode node :
        StatementText.all(query, node -> node.getKind() == SqlKind.EXPLICIT_TABLE)) {
      references.table(((SqlCall) node).operand(0));
    }
    return List.copyOf(references.found);
  }

  private void table(SqlNode node) {
    if (node instanceof SqlIdentifier identifier) {
      boolean expression = identifier.isSimple() && expressions.contains(identifier.getSimple());
      if (!expression) {
        found.add(identifier);
      }
      return;
    }
    if (node instanceof SqlJoin join) {
      table(join.getLeft());
      table(join.getRight());
      return;
    }
    if (node instanceof SqlCall call && namesItsTableFirst(call.getKind())) {
      SqlNode first = call.getOperandList().isEmpty() ? SqlNodeList.EMPTY : call.operand(0);
      table(first);
    }
  }

  /** Queries inside FROM are found on their own; so is {@code TABLE t}. */
  private static boolean namesItsTableFirst(SqlKind kind) {
    return switch (kind) {
      case AS, TABLE_REF, SNAPSHOT, MATCH_RECOGNIZE, PIVOT, UNPIVOT, TABLESAMPLE, EXTEND -> true;
      default -> false;
    };
  }
}
