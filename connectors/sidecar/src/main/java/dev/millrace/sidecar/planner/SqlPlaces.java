package dev.millrace.sidecar.planner;

import dev.millrace.wire.Range;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlHint;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlMatchRecognize;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlSnapshot;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.jspecify.annotations.Nullable;

/** Finds the part of a query that a message without position speaks of. */
final class SqlPlaces {
  private final StatementText statement;

  SqlPlaces(StatementText statement) {
    this.statement = statement;
  }

  /** The items of the outermost select list; of a union, those of its first branch. */
  List<SqlNode> selectItems() {
    SqlSelect select = outermostSelect(statement.tree());
    return select == null ? List.of() : List.copyOf(select.getSelectList());
  }

  private static @Nullable SqlSelect outermostSelect(SqlNode node) {
    if (node instanceof SqlSelect select) {
      return select;
    }
    if (node instanceof SqlWith with) {
      return outermostSelect(with.body);
    }
    if (node instanceof SqlOrderBy orderBy) {
      return outermostSelect(orderBy.query);
    }
    return node instanceof SqlCall call
            && call.getKind().belongsTo(SqlKind.SET_QUERY)
            && call.operandCount() > 0
        ? outermostSelect(call.operand(0))
        : null;
  }

  /** One item of the outermost select list, counted from 0. */
  Optional<Range> selectItem(int index) {
    List<SqlNode> items = selectItems();
    boolean counted = index < items.size() && items.stream().noneMatch(SqlPlaces::isStar);
    return counted ? StatementText.range(items.get(index)) : Optional.empty();
  }

  private static boolean isStar(SqlNode item) {
    return item instanceof SqlIdentifier identifier && identifier.isStar();
  }

  /** The item of the outermost select list that makes the column of this name. */
  Optional<Range> itemNamed(String column) {
    return itemsNamed(List.of(column));
  }

  Optional<Range> itemsNamed(Collection<String> columns) {
    List<SqlNode> named =
        selectItems().stream().filter(item -> columns.contains(nameOf(item))).toList();
    return spanOf(named);
  }

  private static String nameOf(SqlNode item) {
    SqlNode name =
        item.getKind() == SqlKind.AS && item instanceof SqlCall as ? as.operand(1) : item;
    return name instanceof SqlIdentifier identifier && !identifier.isStar()
        ? identifier.names.get(identifier.names.size() - 1)
        : "";
  }

  Optional<Range> selectList() {
    return spanOf(selectItems());
  }

  private static Optional<Range> spanOf(List<SqlNode> nodes) {
    List<SqlParserPos> positions = new ArrayList<>();
    for (SqlNode node : nodes) {
      StatementText.range(node)
          .ifPresent(
              range ->
                  positions.add(
                      new SqlParserPos(
                          range.line(), range.column(), range.endLine(), range.endColumn())));
    }
    return positions.isEmpty()
        ? Optional.empty()
        : StatementText.range(SqlParserPos.sum(positions));
  }

  /** The first call of a function. */
  Optional<Range> call(String name) {
    return calls(name).stream().findFirst().flatMap(StatementText::range);
  }

  /** The name alone, in the first call of a function. */
  Optional<Range> functionName(String name) {
    return calls(name).stream()
        .findFirst()
        .flatMap(call -> StatementText.range(call.getParserPosition()));
  }

  private List<SqlCall> calls(String name) {
    String wanted = lastPart(name).toUpperCase(Locale.ROOT);
    return statement
        .all(
            node ->
                node instanceof SqlCall call
                    && lastPart(call.getOperator().getName())
                        .toUpperCase(Locale.ROOT)
                        .equals(wanted))
        .stream()
        .map(SqlCall.class::cast)
        .toList();
  }

  private static String lastPart(String name) {
    String unquoted = name.replace("`", "");
    return unquoted.substring(unquoted.lastIndexOf('.') + 1);
  }

  /** The column that a window function is told to take its time from. */
  Optional<Range> windowTimeColumn(String function) {
    return calls(function).stream()
        .flatMap(call -> StatementText.all(call, SqlPlaces::isDescriptor).stream())
        .findFirst()
        .map(descriptor -> ((SqlCall) descriptor).getOperandList().get(0))
        .flatMap(StatementText::range);
  }

  private static boolean isDescriptor(SqlNode node) {
    return node instanceof SqlCall call
        && call.getOperator().getName().equals("DESCRIPTOR")
        && call.operandCount() > 0;
  }

  Optional<Range> hint(String name) {
    return statement
        .all(
            node ->
                node instanceof SqlHint hint
                    && hint.getName()
                        .toUpperCase(Locale.ROOT)
                        .equals(name.toUpperCase(Locale.ROOT)))
        .stream()
        .findFirst()
        .flatMap(StatementText::range);
  }

  /** The table of the first FOR SYSTEM_TIME AS OF. */
  Optional<Range> temporalTable() {
    return statement.all(SqlSnapshot.class::isInstance).stream()
        .findFirst()
        .map(node -> ((SqlSnapshot) node).getTableRef())
        .flatMap(StatementText::range);
  }

  /** The condition of the first join with a FOR SYSTEM_TIME AS OF. */
  Optional<Range> temporalJoinCondition() {
    return statement
        .all(
            node ->
                node instanceof SqlJoin join
                    && join.getCondition() != null
                    && !StatementText.all(join.getRight(), SqlSnapshot.class::isInstance).isEmpty())
        .stream()
        .findFirst()
        .map(node -> ((SqlJoin) node).getCondition())
        .flatMap(StatementText::range);
  }

  /** The first ORDER BY that orders rows of a query, not of a window or match. */
  Optional<Range> orderBy() {
    return statement
        .all(
            node ->
                node instanceof SqlOrderBy
                    || (node instanceof SqlSelect select && select.getOrderList() != null))
        .stream()
        .findFirst()
        .map(node -> node instanceof SqlOrderBy order ? order.orderList : orderListOf(node))
        .flatMap(StatementText::range);
  }

  private static SqlNodeList orderListOf(SqlNode node) {
    SqlNodeList list = node instanceof SqlSelect select ? select.getOrderList() : null;
    return list == null ? SqlNodeList.EMPTY : list;
  }

  Optional<Range> matchOrderBy() {
    return firstMatch().map(SqlMatchRecognize::getOrderList).flatMap(StatementText::range);
  }

  Optional<Range> matchPattern() {
    return firstMatch().map(SqlMatchRecognize::getPattern).flatMap(StatementText::range);
  }

  private Optional<SqlMatchRecognize> firstMatch() {
    return statement.all(SqlMatchRecognize.class::isInstance).stream()
        .findFirst()
        .map(SqlMatchRecognize.class::cast);
  }
}
