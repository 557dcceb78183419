package dev.millrace.engine.sql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.calcite.sql.SqlBasicCall;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlSelect;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows out of queries that hold nothing but literals: {@code SELECT 1 AS a UNION ALL ...}.
 */
final class LiteralRows {
  private final List<Map<String, @Nullable Object>> rows = new ArrayList<>();
  private List<String> names = List.of();

  /** The rows, cells as text, Boolean or null; empty when something else stands there. */
  static Optional<List<Map<String, @Nullable Object>>> of(SqlNode query) {
    LiteralRows reader = new LiteralRows();
    return reader.read(query) ? Optional.of(reader.rows) : Optional.empty();
  }

  private boolean read(SqlNode query) {
    return switch (query) {
      case SqlSelect select -> select.getFrom() == null && select.getWhere() == null && row(select);
      case SqlBasicCall union when union.getKind() == SqlKind.UNION ->
          read(union.operand(0)) && read(union.operand(1));
      default -> false;
    };
  }

  /** Names come from the first row, as they do in SQL. */
  private boolean row(SqlSelect select) {
    List<String> own = new ArrayList<>();
    List<Optional<Object>> values = new ArrayList<>();
    for (SqlNode item : select.getSelectList()) {
      SqlNode value = item;
      if (item.getKind() == SqlKind.AS) {
        value = ((SqlCall) item).operand(0);
        own.add(((SqlCall) item).operand(1) instanceof SqlIdentifier name ? name.getSimple() : "");
      } else {
        own.add("");
      }
      Optional<Cell> cell = cell(value);
      if (cell.isEmpty()) {
        return false;
      }
      values.add(Optional.ofNullable(cell.get().value()));
    }
    if (rows.isEmpty()) {
      names = own;
    }
    if (names.contains("") || values.size() != names.size()) {
      return false;
    }
    Map<String, @Nullable Object> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), values.get(i).orElse(null));
    }
    rows.add(Collections.unmodifiableMap(row));
    return true;
  }

  /** A value that may be NULL. */
  private record Cell(@Nullable Object value) {}

  private static Optional<Cell> cell(SqlNode node) {
    if (node instanceof SqlLiteral literal) {
      return Optional.of(new Cell(value(literal)));
    }
    if (node instanceof SqlBasicCall call) {
      return switch (call.getKind()) {
        case CAST, SAFE_CAST -> cell(call.operand(0));
        case MINUS_PREFIX ->
            cell(call.operand(0))
                .filter(cell -> cell.value() instanceof String)
                .map(cell -> new Cell("-" + cell.value()));
        default -> Optional.empty();
      };
    }
    return Optional.empty();
  }

  private static @Nullable Object value(SqlLiteral literal) {
    return switch (literal.getTypeName()) {
      case NULL -> null;
      case BOOLEAN -> literal.booleanValue();
      default -> literal.toValue();
    };
  }
}
