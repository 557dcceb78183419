package dev.millrace.engine.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlJoin;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlOrderBy;
import org.apache.calcite.sql.SqlSelect;
import org.apache.calcite.sql.SqlWith;
import org.apache.calcite.sql.SqlWithItem;
import org.jspecify.annotations.Nullable;

/** Names of a query's columns, as far as its text and the tables it reads tell them. */
final class OutputColumns {
  private final Function<List<String>, Optional<List<String>>> tables;
  private final Map<String, Optional<List<String>>> expressions = new HashMap<>();

  /**
   * @param tables columns of a table by the parts of its name
   */
  OutputColumns(Function<List<String>, Optional<List<String>>> tables) {
    this.tables = tables;
  }

  /** The names in order; empty when one of them is not certain. */
  Optional<List<String>> of(SqlNode query) {
    return switch (query) {
      case SqlOrderBy ordered -> of(ordered.query);
      case SqlWith with -> {
        for (SqlNode element : with.withList) {
          if (element instanceof SqlWithItem item) {
            Optional<List<String>> columns =
                item.columnList == null
                    ? of(item.query)
                    : Optional.of(item.columnList.stream().map(SqlNode::toString).toList());
            expressions.put(item.name.getSimple(), columns);
          }
        }
        yield of(with.body);
      }
      case SqlSelect select -> select(select);
      case SqlBasicCall call when isSetOperation(call) -> of(call.operand(0));
      default -> Optional.empty();
    };
  }

  private static boolean isSetOperation(SqlCall call) {
    return switch (call.getKind()) {
      case UNION, EXCEPT, INTERSECT -> true;
      default -> false;
    };
  }

  private Optional<List<String>> select(SqlSelect select) {
    List<String> names = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      if (item instanceof SqlIdentifier identifier && identifier.isStar()) {
        Optional<List<String>> all =
            identifier.names.size() == 1
                ? from(select.getFrom(), Optional.empty())
                : from(
                    select.getFrom(),
                    Optional.of(identifier.names.get(identifier.names.size() - 2)));
        if (all.isEmpty()) {
          return all;
        }
        names.addAll(all.get());
      } else if (item instanceof SqlIdentifier identifier) {
        names.add(identifier.names.getLast());
      } else if (item.getKind() == SqlKind.AS) {
        names.add(((SqlCall) item).operand(1).toString());
      } else {
        // Flink names what has no name by its place, which is nobody's to read.
        return Optional.empty();
      }
    }
    return Optional.of(names);
  }

  /**
   * @param alias of the one relation that is asked for; empty for all of them
   */
  private Optional<List<String>> from(@Nullable SqlNode from, Optional<String> alias) {
    return switch (from) {
      case null -> Optional.empty();
      case SqlJoin join -> {
        Optional<List<String>> left = from(join.getLeft(), alias);
        if (alias.isPresent() && left.isPresent()) {
          yield left;
        }
        Optional<List<String>> right = from(join.getRight(), alias);
        if (alias.isPresent()) {
          yield right;
        }
        if (left.isEmpty() || right.isEmpty() || join.isNatural()) {
          yield Optional.empty();
        }
        List<String> both = new ArrayList<>(left.get());
        both.addAll(right.get());
        yield Optional.of(both);
      }
      case SqlIdentifier table -> named(table, table.names.getLast(), alias);
      case SqlBasicCall call when call.getKind() == SqlKind.AS ->
          call.operandCount() == 2
              ? named(call.operand(0), call.operand(1).toString(), alias)
              : Optional.empty();
      default -> alias.isPresent() ? Optional.empty() : of(from);
    };
  }

  private Optional<List<String>> named(SqlNode relation, String name, Optional<String> alias) {
    if (alias.isPresent() && !alias.get().equals(name)) {
      return Optional.empty();
    }
    if (!(relation instanceof SqlIdentifier table)) {
      return of(relation);
    }
    return table.isSimple() && expressions.containsKey(table.getSimple())
        ? expressions.getOrDefault(table.getSimple(), Optional.empty())
        : tables.apply(table.names);
  }
}
