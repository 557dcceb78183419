package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a lookup join hands on. The table it asks has no scan in the plan, so the node itself says
 * which columns come from where.
 */
final class LookupJoin {
  /** Options that say how a table is asked, and not what; with a dot, all that begin so. */
  private static final Set<String> MANNERS =
      Set.of("username", "password", "driver", "lookup.", "connection.", "scan.", "sink.");

  private LookupJoin() {}

  /**
   * What is asked. Nobody knows the options of every connector, so each counts that is not known to
   * change nothing: a question too many, where the other way would be wrong numbers in silence.
   */
  static String identity(CompiledPlan.Table table) {
    TreeMap<String, String> told = new TreeMap<>(table.options());
    told.keySet()
        .removeIf(
            option ->
                MANNERS.contains(option)
                    || MANNERS.contains(option.substring(0, option.indexOf('.') + 1)));
    return table.identifier() + " " + told;
  }

  /**
   * Fields and rows of what a lookup join hands on.
   *
   * @param rows those that reach it, where it only adds columns to each
   */
  record Out(List<String> fields, String rows) {
    Out {
      fields = List.copyOf(fields);
    }
  }

  /**
   * @param table what it asks
   * @param input facts of the rows that reach it
   * @param typed whether a column of another type counts as another column
   */
  static Out of(
      CompiledPlan.Node node, CompiledPlan.Table table, Fingerprints.Facts input, boolean typed) {
    JsonNode json = node.json();
    String identity = identity(table);
    List<RowFields.Field> columns =
        RowFields.of(json.path(CompiledPlan.TEMPORAL_TABLE).path("outputType"));
    String keys = keys(json.path("lookupKeys"), columns, input.fields());
    List<String> answers =
        columns.stream()
            .map(
                column ->
                    Hashes.of(
                        "looked up", identity, keys, column.name(), typed ? column.type() : ""))
            .toList();
    String filter = expression(json.path("filterOnTemporalTable"), answers);
    List<String> added = new ArrayList<>();
    JsonNode projection = json.path("projectionOnTemporalTable");
    if (projection.isArray()) {
      projection.forEach(each -> added.add(expression(each, answers)));
    } else {
      added.addAll(answers);
    }
    List<String> fields = new ArrayList<>(input.fields());
    fields.addAll(added);
    String condition = expression(json.path("joinCondition"), fields);
    if (!filter.isEmpty() || !condition.isEmpty()) {
      // Where they are not met, a left join hands on NULL.
      fields
          .subList(input.fields().size(), fields.size())
          .replaceAll(answer -> Hashes.of("where", answer, filter, condition));
    }
    boolean oneAnswer = json.path("lookupKeyContainsPrimaryKey").asBoolean();
    String type = json.path("joinType").asText();
    boolean onlyAdds = type.equals("LEFT") && oneAnswer;
    return new Out(
        fields,
        onlyAdds
            ? input.rows()
            : Hashes.of("lookup", type, identity, keys, filter, condition, input.rows()));
  }

  /** Which column of the table is asked for what, in the order of the columns' names. */
  private static String keys(JsonNode keys, List<RowFields.Field> columns, List<String> fields) {
    TreeMap<String, String> asked = new TreeMap<>();
    keys.properties()
        .forEach(
            key -> {
              int column = Integer.parseInt(key.getKey());
              String name = column < columns.size() ? columns.get(column).name() : key.getKey();
              JsonNode value = key.getValue();
              asked.put(
                  name,
                  value.has("index")
                      ? Fingerprints.fieldAt(fields, value.path("index").asInt())
                      : value.toString());
            });
    return asked.toString();
  }

  private static String expression(JsonNode expression, List<String> fields) {
    return expression.isObject() ? Fingerprints.expression(expression, fields) : "";
  }
}
