package dev.millrace.engine.query;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.calcite.sql.SqlNodeList;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.flink.sql.parser.ddl.SqlTableOption;
import org.apache.flink.sql.parser.ddl.table.SqlCreateTable;

/**
 * Changes the options of a CREATE TABLE statement where Flink's parser finds them and leaves every
 * other character as it is: what the parser would write back is not always what it read.
 */
final class TableOptions {
  private TableOptions() {}

  /**
   * The statement with some options set to other values.
   *
   * @param changes from the options there are to those that must be set; called for CREATE TABLE
   *     statements with options only
   * @return the statement itself when it is another kind of statement, or none our parser knows: a
   *     mistake in it is the cluster's to report
   */
  static String change(String statement, UnaryOperator<Map<String, String>> changes) {
    List<SqlTableOption> options =
        FlinkStatements.createTable(statement).map(TableOptions::options).orElse(List.of());
    if (options.isEmpty()) {
      return statement;
    }
    Map<String, SqlTableOption> byKey = new LinkedHashMap<>();
    Map<String, String> values = new LinkedHashMap<>();
    options.forEach(
        option -> {
          byKey.put(option.getKeyString(), option);
          values.put(option.getKeyString(), option.getValueString());
        });

    List<Edit> edits = new ArrayList<>();
    StringBuilder added = new StringBuilder();
    changes
        .apply(values)
        .forEach(
            (key, value) -> {
              SqlTableOption option = byKey.get(key);
              if (option == null) {
                added.append(", ").append(literal(key)).append(" = ").append(literal(value));
              } else {
                SqlParserPos place = option.getValue().getParserPosition();
                edits.add(
                    new Edit(
                        offset(statement, place.getLineNum(), place.getColumnNum()),
                        offset(statement, place.getEndLineNum(), place.getEndColumnNum()) + 1,
                        literal(value)));
              }
            });
    SqlParserPos last = options.getLast().getValue().getParserPosition();
    int end = offset(statement, last.getEndLineNum(), last.getEndColumnNum()) + 1;
    edits.add(new Edit(end, end, added.toString()));

    // From the end, so that earlier places stay where they are; an insertion before what it
    // follows.
    edits.sort(Comparator.comparingInt(Edit::end).thenComparingInt(Edit::start).reversed());
    StringBuilder changed = new StringBuilder(statement);
    edits.forEach(edit -> changed.replace(edit.start(), edit.end(), edit.text()));
    return changed.toString();
  }

  private static List<SqlTableOption> options(SqlCreateTable table) {
    return table.getOperandList().stream()
        .filter(SqlNodeList.class::isInstance)
        .flatMap(list -> ((SqlNodeList) list).stream())
        .filter(SqlTableOption.class::isInstance)
        .map(SqlTableOption.class::cast)
        .toList();
  }

  private static String literal(String value) {
    return "'" + value.replace("'", "''") + "'";
  }

  /** The 0-based offset of a 1-based line and column; line ends as the parser counts them. */
  private static int offset(String text, int line, int column) {
    int offset = 0;
    for (int current = 1; current < line; offset++) {
      char character = text.charAt(offset);
      boolean carriageReturnAlone =
          character == '\r' && (offset + 1 == text.length() || text.charAt(offset + 1) != '\n');
      if (character == '\n' || carriageReturnAlone) {
        current++;
      }
    }
    return offset + column - 1;
  }

  private record Edit(int start, int end, String text) {}
}
