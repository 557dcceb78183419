package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.engine.connect.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Says in the words of a compiled plan what a checkpoint holds: whose state it is, and which
 * columns its fields are. Savepoints hold types and positions, but no names.
 */
public final class PlanState {
  private static final String TRANSFORMATION = "<transformation>";

  /** UIDs of what Flink makes of a sink beside its writer; the sink's own is the group. */
  private static final List<Pattern> PARTS_OF_SINKS =
      List.of(
          Pattern.compile("Sink Committer: (.*)"),
          Pattern.compile("Sink (.*) Global Committer"),
          Pattern.compile("(.*): [^:/]*"));

  private final CompiledPlan plan;
  private final List<Fingerprints.Facts> facts;

  private PlanState(CompiledPlan plan) {
    this.plan = plan;
    this.facts = Fingerprints.of(plan);
  }

  /**
   * @param planJson a compiled plan with the UIDs of a deployment
   * @throws dev.millrace.engine.problem.MillraceException INTERNAL when it is no plan
   */
  public static PlanState of(String planJson) {
    return new PlanState(CompiledPlan.parse(planJson));
  }

  /**
   * The node of the plan that an operator belongs to.
   *
   * @param description Flink's one-line description
   */
  public record Owner(OperatorRole role, String type, String description) {
    public Owner {
      requireNonNull(role, "role");
      requireNonNull(type, "type");
      requireNonNull(description, "description");
    }
  }

  /**
   * The fields of a state, each its type, led by the name of its column where that is known.
   *
   * @param key what it is kept by
   * @param mapKey what a map in it is kept by
   */
  public record Columns(List<String> key, List<String> mapKey, List<String> value) {
    public Columns {
      key = List.copyOf(key);
      mapKey = List.copyOf(mapKey);
      value = List.copyOf(value);
    }
  }

  /**
   * The UID that is set on a node.
   *
   * @param id its number in the plan, which Flink shows behind an operator's name
   */
  public Optional<String> uid(int id) {
    return plan.nodes().stream()
        .filter(node -> node.json().path("id").asInt() == id)
        .map(node -> node.json().path("configuration").path(OperatorUids.UID_FORMAT).asText())
        .filter(format -> !format.isEmpty())
        .findFirst();
  }

  /** Whose an operator's state is; empty when the plan has no such UID. */
  public Optional<Owner> owner(String uid) {
    return position(uid)
        .map(
            position -> {
              CompiledPlan.Node node = plan.nodes().get(position);
              return new Owner(facts.get(position).role(), node.type(), node.description());
            });
  }

  /** The columns of a state of an operator. */
  public Columns columns(Optional<String> uid, StateSnapshot.State state) {
    Optional<CompiledPlan.Node> owner = uid.flatMap(this::position).map(plan.nodes()::get);
    if (owner.isEmpty() || owner.get().inputs().isEmpty()) {
      return new Columns(state.key(), state.mapKey(), state.value());
    }
    CompiledPlan.Node node = owner.get();
    boolean second =
        node.inputs().size() > 1
            && CarrySide.SIDES.getOrDefault(node.type(), List.of()).indexOf(state.name()) == 1;
    int side = second ? 1 : 0;
    CompiledPlan.Node input = plan.nodes().get(node.inputs().get(side));
    List<RowFields.Field> row = RowFields.of(input.json().path("outputType"));
    return new Columns(
        named(state.key(), keyOf(input, row)),
        named(state.mapKey(), row),
        state.name().equals("accState") || state.name().equals("window-aggs")
            ? named(state.value(), accumulators(node))
            : named(state.value(), row));
  }

  /** Rows reach an operator with a key through an exchange, which says what the key is. */
  private static List<RowFields.Field> keyOf(CompiledPlan.Node input, List<RowFields.Field> row) {
    List<RowFields.Field> key = new ArrayList<>();
    JsonNode distribution =
        input.json().path("inputProperties").path(0).path("requiredDistribution");
    for (JsonNode position : distribution.path("keys")) {
      if (position.asInt() < row.size()) {
        key.add(row.get(position.asInt()));
      }
    }
    return key;
  }

  /** One field for each call, but two for an average; an aggregate may count rows besides. */
  private static List<RowFields.Field> accumulators(CompiledPlan.Node node) {
    List<RowFields.Field> fields = new ArrayList<>();
    for (JsonNode call : node.json().path("aggCalls")) {
      String name = call.path("name").asText();
      String type = call.path("type").asText();
      if (call.path("internalName").asText().startsWith("$AVG")) {
        fields.add(new RowFields.Field("sum of " + name, ""));
        fields.add(new RowFields.Field("count of " + name, ""));
      } else {
        fields.add(new RowFields.Field(name, type));
      }
    }
    return fields;
  }

  /** The types, named where every one fits the field at its place. */
  private static List<String> named(List<String> types, List<RowFields.Field> fields) {
    // An aggregate that takes rows back counts them in a field of its own, the last.
    boolean counted = types.size() == fields.size() + 1 && types.getLast().equals("BIGINT");
    if (types.isEmpty() || fields.isEmpty() || (types.size() != fields.size() && !counted)) {
      return types;
    }
    List<String> named = new ArrayList<>();
    for (int i = 0; i < fields.size(); i++) {
      RowFields.Field field = fields.get(i);
      if (!fits(types.get(i), field.type())) {
        return types;
      }
      named.add(field.name() + " " + types.get(i));
    }
    if (counted) {
      named.add("rows " + types.getLast());
    }
    return named;
  }

  /** Time attributes come as objects, and calls with a type that is not that of their state. */
  private static boolean fits(String stored, String planned) {
    return planned.isEmpty() || planned.startsWith("{") || plain(stored).equals(plain(planned));
  }

  private static String plain(String type) {
    return type.replace(" NOT NULL", "")
        .replace(" *ROWTIME*", "")
        .replace(" *PROCTIME*", "")
        .replace("VARCHAR(2147483647)", "STRING");
  }

  private Optional<Integer> position(String uid) {
    for (int i = 0; i < plan.nodes().size(); i++) {
      String format =
          plan.nodes().get(i).json().path("configuration").path(OperatorUids.UID_FORMAT).asText();
      if (!format.isEmpty() && isOf(uid, format)) {
        return Optional.of(i);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether a UID is one that Flink makes of a format.
   *
   * @param written as a savepoint has it
   * @param format as it is set on a node of a plan
   */
  public static boolean isOf(String written, String format) {
    return isMadeOf(written, format)
        || PARTS_OF_SINKS.stream()
            .map(part -> part.matcher(written))
            .anyMatch(part -> part.matches() && isMadeOf(part.group(1), format));
  }

  private static boolean isMadeOf(String uid, String format) {
    int at = format.indexOf(TRANSFORMATION);
    return at < 0
        ? uid.equals(format)
        : uid.startsWith(format.substring(0, at))
            && uid.endsWith(format.substring(at + TRANSFORMATION.length()));
  }
}
