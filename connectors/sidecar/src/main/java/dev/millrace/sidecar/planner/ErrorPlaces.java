package dev.millrace.sidecar.planner;

import dev.millrace.wire.Range;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where in the SQL a message of Flink's belongs that comes without a position. A message without a
 * row here belongs to the whole statement.
 */
final class ErrorPlaces {
  /** How one kind of message is placed. */
  private record Row(Pattern message, Place place) {}

  /** Finds a place with what the message says. */
  @FunctionalInterface
  private interface Place {
    Optional<Range> in(SqlPlaces query, Matcher message, SubSelects subSelects);
  }

  private static final List<Row> ROWS =
      List.of(
          row(
              "Incompatible types for sink column '.*' at position (\\d+)",
              (query, message, subSelects) -> query.selectItem(Integer.parseInt(message.group(1)))),
          row("Different number of columns", (query, message, subSelects) -> query.selectList()),
          row(
              "doesn't support consuming .* changes which is produced by node",
              (query, message, subSelects) -> subSelects.innermostUpdating()),
          row(
              "The query has an upsert key that differs from the primary key of the sink table"
                  + ".*?Primary key: \\[([^\\]]*)]",
              (query, message, subSelects) ->
                  query.itemsNamed(Arrays.asList(message.group(1).split(", ")))),
          row(
              "The window function (\\w+)\\(.*requires the timecol",
              (query, message, subSelects) -> query.windowTimeColumn(message.group(1))),
          row(
              "The options of following hints cannot match the name of.* in `(\\w+)`",
              (query, message, subSelects) -> query.hint(message.group(1))),
          row(
              "Temporal Table Join requires primary key in versioned table",
              (query, message, subSelects) -> query.temporalTable()),
          row(
              "Temporal [tT]able [jJ]oin requires an equality condition",
              (query, message, subSelects) -> query.temporalJoinCondition()),
          row(
              "(HOP|CUMULATE).*must be an integral multiple",
              (query, message, subSelects) -> query.call(message.group(1))),
          row(
              "Sort on a non-time-attribute field is not supported",
              (query, message, subSelects) -> query.orderBy()),
          row(
              "You must specify either rowtime or proctime for order by",
              (query, message, subSelects) -> query.matchOrderBy()),
          row(
              "Greedy quantifiers are not allowed as the last element of a Pattern",
              (query, message, subSelects) -> query.matchPattern()),
          row(
              "Cannot instantiate user-defined function '([^']+)'",
              (query, message, subSelects) -> query.functionName(message.group(1))));

  private ErrorPlaces() {}

  static Optional<Range> find(String message, StatementText statement, SubSelects subSelects) {
    SqlPlaces query = new SqlPlaces(statement);
    for (Row row : ROWS) {
      Matcher matcher = row.message.matcher(message);
      if (matcher.find()) {
        Optional<Range> range = row.place.in(query, matcher, subSelects);
        if (range.isPresent()) {
          return range;
        }
      }
    }
    return Optional.empty();
  }

  private static Row row(String message, Place place) {
    return new Row(Pattern.compile(message, Pattern.DOTALL), place);
  }
}
