package dev.millrace.connector.flink.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.types.FlinkType;
import dev.millrace.connector.flink.types.TypeJson;
import dev.millrace.connector.flink.types.ValueDecoder;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One page of results.
 *
 * @param ready whether the operation has results yet; all else is empty when not
 * @param next token of the next page; empty at the end
 * @param job the job behind the statement, if there is one
 */
record ResultPage(
    boolean ready, List<Column> columns, List<Row> rows, Optional<Long> next, Optional<JobId> job) {
  private static final Pattern TOKEN = Pattern.compile(".*/result/(\\d+)(?:\\?.*)?");

  ResultPage {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  /**
   * @throws IllegalArgumentException when it is not a page of the gateway's
   */
  static ResultPage read(JsonNode page) {
    Optional<Long> next = token(page.path("nextResultUri"));
    switch (page.path("resultType").asText()) {
      case "NOT_READY" -> {
        return new ResultPage(false, List.of(), List.of(), next, Optional.empty());
      }
      case "PAYLOAD", "EOS" -> {
        // Read below.
      }
      default -> throw new IllegalArgumentException("a page of results has a resultType");
    }
    JsonNode results = page.path("results");
    List<Column> columns = new ArrayList<>();
    List<FlinkType> types = new ArrayList<>();
    for (JsonNode column : results.path("columns")) {
      FlinkType type = TypeJson.read(column.path("logicalType"));
      types.add(type);
      columns.add(new Column(column.path("name").asText(), type.text()));
    }
    List<Row> rows = new ArrayList<>();
    for (JsonNode row : results.path("data")) {
      rows.add(row(row, types));
    }
    boolean last = page.path("resultType").asText().equals("EOS");
    return new ResultPage(
        true, columns, rows, last ? Optional.empty() : next, job(page.path("jobID")));
  }

  private static Row row(JsonNode row, List<FlinkType> types) {
    JsonNode fields = row.path("fields");
    List<@Nullable Object> values = new ArrayList<>(types.size());
    for (int i = 0; i < types.size(); i++) {
      values.add(ValueDecoder.decode(fields.path(i), types.get(i)));
    }
    return new Row(RowKind.valueOf(row.path("kind").asText()), values);
  }

  private static Optional<Long> token(JsonNode uri) {
    if (!uri.isTextual()) {
      return Optional.empty();
    }
    Matcher matcher = TOKEN.matcher(uri.asText());
    if (!matcher.matches()) {
      throw new IllegalArgumentException("nextResultUri holds no token");
    }
    return Optional.of(Long.valueOf(matcher.group(1)));
  }

  private static Optional<JobId> job(JsonNode id) {
    return id.isTextual() ? Optional.of(new JobId(id.asText())) : Optional.empty();
  }
}
