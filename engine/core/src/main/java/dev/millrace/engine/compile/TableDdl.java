package dev.millrace.engine.compile;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Pieces of CREATE TABLE statements. */
final class TableDdl {
  private TableDdl() {}

  static String head(RelationName name) {
    return "CREATE TABLE " + name.sql() + " (\n";
  }

  /** What stands behind the column list. */
  static String tail(Node node, Map<String, String> options) {
    StringBuilder text = new StringBuilder("\n)");
    text.append(distribution(node));
    List<String> partitions = node.config().texts("partition_by");
    if (!partitions.isEmpty()) {
      text.append("\nPARTITIONED BY (").append(quoted(partitions)).append(')');
    }
    if (!options.isEmpty()) {
      text.append(
          options.entrySet().stream()
              .map(option -> "  " + literal(option.getKey()) + " = " + literal(option.getValue()))
              .collect(Collectors.joining(",\n", "\nWITH (\n", "\n)")));
    }
    return text.toString();
  }

  private static String distribution(Node node) {
    Map<String, Object> distributed = node.config().map("distributed_by");
    if (distributed.isEmpty()) {
      return "";
    }
    Object columns = distributed.get("columns");
    Object buckets = distributed.get("buckets");
    boolean wrongBuckets = buckets != null && !(buckets instanceof Long count && count > 0);
    if (!(columns instanceof List<?> list) || list.isEmpty() || wrongBuckets) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIG_INVALID,
                  "The config `distributed_by` of `"
                      + node.name()
                      + "` needs a list of columns and, if any, a positive number of buckets")
              .at(StorageResolver.origin(node, "distributed_by"))
              .remedy("Write it as {columns: [a], buckets: 4}"));
    }
    String text =
        "\nDISTRIBUTED BY HASH(" + quoted(list.stream().map(String::valueOf).toList()) + ")";
    return buckets == null ? text : text + " INTO " + buckets + " BUCKETS";
  }

  /**
   * The column list of a source that has columns.
   *
   * @throws MillraceException CONFIG_INVALID when a column says too little
   */
  static String columns(Node source) {
    List<String> lines = new ArrayList<>();
    for (ColumnSpec column : source.columns()) {
      lines.add("  " + column(source, column));
    }
    Optional<Watermark> watermark = StorageResolver.watermark(source);
    watermark.ifPresent(
        declared ->
            lines.add(
                "  WATERMARK FOR "
                    + RelationName.quote(declared.column())
                    + " AS "
                    + declared.expression()));
    List<String> key = StorageResolver.primaryKey(source);
    if (!key.isEmpty()) {
      lines.add("  PRIMARY KEY (" + quoted(key) + ") NOT ENFORCED");
    }
    return String.join(",\n", lines);
  }

  private static String column(Node source, ColumnSpec column) {
    String name = RelationName.quote(column.name());
    return switch (column.kind()) {
      case PHYSICAL -> name + " " + type(source, column);
      case METADATA ->
          name
              + " "
              + type(source, column)
              + " METADATA"
              + column.expression().map(key -> " FROM " + literal(key)).orElse("")
              + " VIRTUAL";
      case COMPUTED ->
          name
              + " AS "
              + column
                  .expression()
                  .orElseThrow(() -> lacking(source, column, "an expression", "expression"));
    };
  }

  private static String type(Node source, ColumnSpec column) {
    return column.dataType().orElseThrow(() -> lacking(source, column, "a data_type", "data_type"));
  }

  private static MillraceException lacking(
      Node source, ColumnSpec column, String what, String key) {
    Problem problem =
        Problem.error(
                ProblemCode.CONFIG_INVALID,
                "The column `"
                    + column.name()
                    + "` of the source `"
                    + name(source)
                    + "` has no "
                    + what.replaceFirst("^an? ", ""))
            .remedy("Add `" + key + ":` with Flink's words");
    return new MillraceException(
        problem.at(column.position().orElseGet(() -> StorageResolver.origin(source, ""))));
  }

  private static String name(Node source) {
    return source.fqn().get(source.fqn().size() - 2) + "." + source.name();
  }

  private static String quoted(List<String> columns) {
    return columns.stream().map(RelationName::quote).collect(Collectors.joining(", "));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
