package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.query.ResultWriter;
import dev.millrace.engine.query.Snapshot;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows as a command tells them. */
final class RowsAnswer {
  private RowsAnswer() {}

  /** The table, and a line about how complete it is. */
  static void print(Console console, Snapshot snapshot) {
    console.text(ResultWriter.table(snapshot.columns(), snapshot.rows(), 0));
    console.progress(summary(snapshot));
  }

  /** {@code columns}, {@code rows}, {@code total_rows} and {@code ending}. */
  static Map<String, Object> json(Snapshot snapshot) {
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("columns", snapshot.columns());
    List<Map<String, JsonNode>> rows = new ArrayList<>();
    snapshot.rows().forEach(row -> rows.add(byName(snapshot.columns(), row)));
    answer.put("rows", rows);
    answer.put("total_rows", snapshot.totalRows());
    answer.put("ending", snapshot.ending().name().toLowerCase(Locale.ROOT));
    return answer;
  }

  private static String summary(Snapshot snapshot) {
    return switch (snapshot.ending()) {
      case COMPLETE ->
          "%d of %d rows, read in %s"
              .formatted(
                  snapshot.rows().size(),
                  snapshot.totalRows(),
                  DeployProgress.seconds(snapshot.elapsed()));
      case LIMIT_REACHED ->
          "the first %d rows; there may be more".formatted(snapshot.rows().size());
      case TIMED_OUT ->
          "time ran out after %s: what had come by then, which may still change"
              .formatted(DeployProgress.seconds(snapshot.elapsed()));
      case CANCELLED -> "cancelled: what had come by then, which may still change";
    };
  }

  private static Map<String, JsonNode> byName(List<Column> columns, List<@Nullable Object> row) {
    Map<String, JsonNode> named = new LinkedHashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      named.put(columns.get(column).name(), ResultWriter.node(row.get(column)));
    }
    return named;
  }
}
