package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Finds upsert topics in which rows stay behind: a query that makes other keys, or leaves some out,
 * writes no tombstones for those it wrote before.
 */
public final class UpsertOutputs {
  /** Types that make one row of each group and put what they group by first. */
  private static final Set<String> GROUPING =
      Set.of("group-aggregate", "local-group-aggregate", "global-group-aggregate");

  private final CompiledPlan plan;
  private final List<Fingerprints.Facts> facts;

  private UpsertOutputs(CompiledPlan plan, Map<String, String> standsFor) {
    this.plan = plan;
    this.facts = Fingerprints.of(plan, standsFor);
  }

  /** What becomes of rows that are in a topic already. */
  public enum Left {
    /** Rows come under other keys. */
    OTHER_KEYS,
    /** Other rows come: some keys may never be written again. */
    OTHER_ROWS,
    /** The same rows come with other values, each when its key is written next. */
    OTHER_VALUES
  }

  /**
   * An upsert table whose topic stays and whose rows do not.
   *
   * @param table its full name, unquoted
   */
  public record Stale(String table, String topic, Left left) {
    public Stale {
      requireNonNull(table, "table");
      requireNonNull(topic, "topic");
      requireNonNull(left, "left");
    }
  }

  /**
   * What a plan writes to a topic.
   *
   * @param key where the columns of the key come from
   * @param keys which keys there are
   * @param rows which rows
   */
  private record Written(String topic, List<String> key, String keys, String rows) {}

  /** Those of two compiled plans. */
  public static List<Stale> between(String before, String after) {
    CompiledPlan deployed = CompiledPlan.parse(before);
    CompiledPlan next = CompiledPlan.parse(after);
    // A topic more takes no row away.
    TopicHeirs heirs =
        TopicHeirs.of(next, deployed.tables().stream().filter(table -> !table.written()).toList());
    Map<String, Written> old = new UpsertOutputs(deployed, Map.of()).written();
    List<Stale> stale = new ArrayList<>();
    new UpsertOutputs(next, heirs.readsLess() ? Map.of() : heirs.standsFor())
        .written()
        .forEach(
            (table, now) -> {
              Written then = old.get(table);
              if (then != null && then.topic().equals(now.topic())) {
                left(then, now).ifPresent(left -> stale.add(new Stale(table, now.topic(), left)));
              }
            });
    return stale;
  }

  private static Optional<Left> left(Written then, Written now) {
    if (!then.key().equals(now.key())) {
      return Optional.of(Left.OTHER_KEYS);
    }
    if (then.rows().equals(now.rows())) {
      return Optional.empty();
    }
    return Optional.of(then.keys().equals(now.keys()) ? Left.OTHER_VALUES : Left.OTHER_ROWS);
  }

  private Map<String, Written> written() {
    Map<String, Written> written = new LinkedHashMap<>();
    for (CompiledPlan.Node node : plan.nodes()) {
      node.table()
          .filter(CompiledPlan.Table::written)
          .filter(table -> "upsert-kafka".equals(table.options().get("connector")))
          .filter(table -> node.inputs().size() == 1)
          .ifPresent(
              table -> {
                int input = node.inputs().getFirst();
                written.put(
                    table.identifier().replace("`", ""),
                    new Written(
                        table.options().getOrDefault("topic", ""),
                        key(node, input),
                        keys(input),
                        facts.get(input).rows()));
              });
    }
    return written;
  }

  /** Where the columns of the key come from. */
  private List<String> key(CompiledPlan.Node sink, int input) {
    JsonNode schema =
        sink.json().path("dynamicTableSink").path("table").path("resolvedTable").path("schema");
    List<String> columns = new ArrayList<>();
    schema.path("columns").forEach(column -> columns.add(column.path("name").asText()));
    List<String> key = new ArrayList<>();
    for (JsonNode column : schema.path("primaryKey").path("columns")) {
      int position = columns.indexOf(column.asText());
      key.add(position < 0 ? column.asText() : origin(input, position));
    }
    return key;
  }

  /** Where a field comes from, whatever else its rows hold: groups are told apart by it alone. */
  private String origin(int at, int position) {
    CompiledPlan.Node node = plan.nodes().get(at);
    if (node.inputs().size() == 1) {
      int input = node.inputs().getFirst();
      if (Fingerprints.handsOn(node)) {
        return origin(input, position);
      }
      JsonNode grouping = node.json().path("grouping");
      if (GROUPING.contains(node.type()) && position < grouping.size()) {
        return origin(input, grouping.get(position).asInt());
      }
      JsonNode expression = node.json().path("projection").path(position);
      if (node.calculates() && expression.path("kind").asText().equals("INPUT_REF")) {
        return origin(input, expression.path("inputIndex").asInt());
      }
    }
    return Fingerprints.fieldAt(facts.get(at).fields(), position);
  }

  /** Which keys there are: a group is there as soon as a row is, whatever is reckoned of it. */
  private String keys(int at) {
    CompiledPlan.Node node = plan.nodes().get(at);
    if (node.inputs().size() == 1) {
      int input = node.inputs().getFirst();
      JsonNode condition = node.json().path("condition");
      if (Fingerprints.handsOn(node)) {
        return keys(input);
      }
      if (GROUPING.contains(node.type())) {
        List<String> groups = new ArrayList<>(List.of("groups", keys(input)));
        node.json().path("grouping").forEach(key -> groups.add(origin(input, key.asInt())));
        return Hashes.of(groups);
      }
      if (node.calculates()) {
        return condition.isMissingNode() || condition.isNull()
            ? keys(input)
            : Hashes.of(
                "filter",
                keys(input),
                Fingerprints.expression(condition, facts.get(input).fields()));
      }
    }
    return facts.get(at).rows();
  }
}
