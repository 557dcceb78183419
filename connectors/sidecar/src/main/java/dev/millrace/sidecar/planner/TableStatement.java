package dev.millrace.sidecar.planner;

import dev.millrace.wire.WatermarkSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.flink.table.types.logical.LogicalType;
import org.jspecify.annotations.Nullable;

/**
 * The CREATE TABLE of a stored model.
 *
 * @param virtualColumns what follows the name, by name; readers see them, the model does not fill
 *     them
 * @param options in the order written; placeholders are text like any other
 */
record TableStatement(
    List<String> name,
    List<StoredColumn> columns,
    List<String> primaryKey,
    @Nullable WatermarkSpec watermark,
    List<String> partitionedBy,
    Map<String, String> virtualColumns,
    Map<String, String> options) {
  /** A column as it is stored. */
  record StoredColumn(String name, LogicalType type) {}

  String sql() {
    List<String> lines = new ArrayList<>();
    for (StoredColumn column : columns) {
      lines.add(quote(column.name) + " " + TypeText.of(column.type));
    }
    virtualColumns.forEach((column, rest) -> lines.add(quote(column) + " " + rest));
    if (!primaryKey.isEmpty()) {
      lines.add("PRIMARY KEY (" + quoted(primaryKey) + ") NOT ENFORCED");
    }
    if (watermark != null) {
      lines.add("WATERMARK FOR " + quote(watermark.column()) + " AS " + watermark.expression());
    }
    StringBuilder sql = new StringBuilder("CREATE TABLE ").append(sqlName(name)).append(" (\n  ");
    sql.append(String.join(",\n  ", lines)).append("\n)");
    if (!partitionedBy.isEmpty()) {
      sql.append(" PARTITIONED BY (").append(quoted(partitionedBy)).append(")");
    }
    if (!options.isEmpty()) {
      sql.append(" WITH (\n  ")
          .append(
              options.entrySet().stream()
                  .map(option -> literal(option.getKey()) + " = " + literal(option.getValue()))
                  .collect(Collectors.joining(",\n  ")))
          .append("\n)");
    }
    return sql.toString();
  }

  static String sqlName(List<String> name) {
    return name.stream().map(TableStatement::quote).collect(Collectors.joining("."));
  }

  static String quote(String identifier) {
    return "`" + identifier.replace("`", "``") + "`";
  }

  private static String quoted(List<String> identifiers) {
    return identifiers.stream().map(TableStatement::quote).collect(Collectors.joining(", "));
  }

  private static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
