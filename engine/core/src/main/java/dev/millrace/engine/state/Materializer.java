package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a sink remembers for each key of its table: the rows that were written and not taken back,
 * so that the last of them stands in the table.
 *
 * @param key facts of the columns by which rows are kept
 * @param found positions of the columns by which a row that is taken back is found; empty when all
 *     are compared
 * @param foundBy facts of the same columns
 */
record Materializer(List<String> key, List<Integer> found, Set<String> foundBy) {
  /** The state with the rows. */
  static final String ROWS = "values";

  Materializer {
    key = List.copyOf(key);
    found = List.copyOf(found);
    foundBy = Set.copyOf(foundBy);
  }

  /** Of a sink; empty when it remembers no rows. */
  static Optional<Materializer> of(CarrySide side, int position) {
    JsonNode sink = side.node(position).json();
    if (!isPartOf(sink)) {
      return Optional.empty();
    }
    JsonNode schema = sink.path("dynamicTableSink").path("table").path("resolvedTable");
    List<String> names = new ArrayList<>();
    schema
        .path("schema")
        .path("columns")
        .forEach(column -> names.add(column.path("name").asText()));
    // Columns of a query go to those of its table by their position.
    List<String> columns = side.exact().get(side.node(position).inputs().getFirst()).fields();
    List<String> key = new ArrayList<>();
    schema
        .path("schema")
        .path("primaryKey")
        .path("columns")
        .forEach(column -> key.add(Fingerprints.fieldAt(columns, names.indexOf(column.asText()))));
    List<Integer> found = new ArrayList<>();
    sink.path("inputUpsertKey").forEach(column -> found.add(column.asInt()));
    Set<String> foundBy =
        found.stream()
            .map(column -> Fingerprints.fieldAt(columns, column))
            .collect(Collectors.toSet());
    return Optional.of(new Materializer(key, found, foundBy));
  }

  static boolean isPartOf(JsonNode sink) {
    return sink.path("requireUpsertMaterialize").asBoolean();
  }

  /**
   * Whether rows are kept and found again by the same columns. Where they are not, lists of rows
   * are built up by other rules, and whether the new ones can go on with them was never seen.
   */
  boolean keepsRowsAs(Materializer other) {
    return key.equals(other.key) && foundBy.equals(other.foundBy);
  }

  /**
   * Whether rows are found by columns that were there before.
   *
   * @param starting positions of those that were not
   */
  boolean findsWithout(Set<Integer> starting) {
    return !found.isEmpty() && found.stream().noneMatch(starting::contains);
  }
}
