package dev.millrace.sidecar.planner;

import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;

/**
 * Asks the planner about each SELECT inside a query on its own. The optimised tree has no
 * positions, so this is how a fact found there is led back to the text; it costs an optimisation
 * per SELECT and is done after an error only.
 */
final class SubSelects {
  private final StatementText statement;
  private final Function<String, Optional<Changes>> changesOf;

  /**
   * @param changesOf what a query emits; empty for one that cannot stand alone
   */
  SubSelects(StatementText statement, Function<String, Optional<Changes>> changesOf) {
    this.statement = statement;
    this.changesOf = changesOf;
  }

  /** The innermost, and of those the first, SELECT whose rows are not only added. */
  Optional<Range> innermostUpdating() {
    // What a SELECT reads, inside it or in an expression before it, ends before it does.
    List<SqlNode> innerFirst = new ArrayList<>(statement.all(SqlSelect.class::isInstance));
    innerFirst.sort(Comparator.comparingInt(statement::end));
    for (SqlNode select : innerFirst) {
      Optional<Changes> changes = changesOf.apply(standingAlone(select));
      if (changes.isPresent() && changes.get() != Changes.INSERT_ONLY) {
        return StatementText.range(select);
      }
    }
    return Optional.empty();
  }

  /** A SELECT with the common table expressions that are written before it. */
  private String standingAlone(SqlNode select) {
    List<String> before = new ArrayList<>();
    for (SqlNode with : statement.all(SqlWith.class::isInstance)) {
      for (SqlNode node : ((SqlWith) with).withList) {
        SqlWithItem item = (SqlWithItem) node;
        if (contains(item.query, select)) {
          break;
        }
        String columns =
            item.columnList == null || item.columnList.isEmpty()
                ? ""
                : item.columnList.stream()
                    .map(statement::cut)
                    .collect(Collectors.joining(", ", " (", ")"));
        before.add(statement.cut(item.name) + columns + " AS (" + statement.cut(item.query) + ")");
      }
    }
    String text = statement.cut(select);
    return before.isEmpty() ? text : "WITH " + String.join(", ", before) + " " + text;
  }

  private static boolean contains(SqlNode outer, SqlNode inner) {
    return !StatementText.all(outer, node -> node == inner).isEmpty();
  }
}
