package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Operators of a plan that hold something back until event time has come far enough: at the end of
 * their input, which draining brings about, it comes out. Those that wait for the machine's clock
 * are not among them, since the end of input does not move it.
 */
public final class TimeWaits {
  private static final Set<String> WINDOWS =
      Set.of(
          "window-aggregate",
          "global-window-aggregate",
          "group-window-aggregate",
          "window-join",
          "window-rank",
          "window-deduplicate");

  /** What an operator holds back. */
  public enum Held {
    /** Windows that are open, and nothing else. */
    WINDOWS,
    /** Rows, beside what it remembers of those it has let go. */
    ROWS
  }

  private static final String IDLE_TIMEOUT = "table.exec.source.idle-timeout";

  private final Map<String, Held> byUid;
  private final boolean behindIdle;

  private TimeWaits(Map<String, Held> byUid, boolean behindIdle) {
    this.byUid = byUid;
    this.behindIdle = behindIdle;
  }

  /**
   * Those of a plan.
   *
   * @param planJson a compiled plan with the UIDs of a deployment
   * @param options Flink options of its job
   */
  public static TimeWaits of(String planJson, Map<String, String> options) {
    CompiledPlan plan = CompiledPlan.parse(planJson);
    Map<String, Held> byUid = new LinkedHashMap<>();
    boolean idle = !isZero(options.getOrDefault(IDLE_TIMEOUT, "0"));
    for (CompiledPlan.Node node : plan.nodes()) {
      String uid = node.json().path("configuration").path(OperatorUids.UID_FORMAT).asText();
      held(plan, node).ifPresent(held -> byUid.put(uid, held));
      idle |= mayBeIdle(node.json());
    }
    return new TimeWaits(byUid, idle);
  }

  /** Whether the plan says after how long a source counts as idle. */
  private static boolean mayBeIdle(JsonNode node) {
    return Stream.of("idleTimeoutMillis", "sourceIdleTimeout")
            .flatMap(key -> node.findValues(key).stream())
            .anyMatch(timeout -> timeout.asLong() > 0)
        || node.findValues(IDLE_TIMEOUT).stream().anyMatch(value -> !isZero(value.asText()));
  }

  private static boolean isZero(String duration) {
    return duration.strip().matches("0+(\\s*[a-z]+)?");
  }

  /** Whether no operator holds anything back. */
  public boolean isEmpty() {
    return byUid.isEmpty();
  }

  /** Whether all that is held back are open windows. */
  public boolean areWindows() {
    return byUid.values().stream().allMatch(held -> held == Held.WINDOWS);
  }

  /**
   * Whether a source may be idle. From one that is, Flink passes the end of time on to nobody, so
   * that nothing comes out.
   */
  public boolean mayBeBehindIdleSources() {
    return behindIdle;
  }

  /**
   * What an operator holds back; empty for nothing.
   *
   * @param uid as it is set on the node
   */
  public Optional<Held> of(OperatorUid uid) {
    return Optional.ofNullable(byUid.get(uid.uid()));
  }

  private static Optional<Held> held(CompiledPlan plan, CompiledPlan.Node node) {
    if (WINDOWS.contains(node.type())) {
      return isByEventTime(node.json()) ? Optional.of(Held.WINDOWS) : Optional.empty();
    }
    boolean rows =
        switch (node.type()) {
          case "interval-join" ->
              node.json().path("intervalJoinSpec").at("/windowBounds/isEventTime").asBoolean();
          case "temporal-join" -> node.json().path("rightTimeAttributeIndex").asInt(-1) >= 0;
          case "over-aggregate" ->
              isRowtime(plan, node, node.json().at("/overSpec/groups/0/orderBy/fields/0/index"));
          case "match" ->
              isRowtime(plan, node, node.json().at("/matchSpec/orderBy/fields/0/index"));
          case "temporal-sort" -> isRowtime(plan, node, node.json().at("/sortSpec/fields/0/index"));
          default -> false;
        };
    return rows ? Optional.of(Held.ROWS) : Optional.empty();
  }

  /** Windows of the older kind say so by the type of the field that cuts them. */
  private static boolean isByEventTime(JsonNode window) {
    List<JsonNode> said = window.findValues("isRowtime");
    return said.isEmpty()
        ? window.at("/window/timeField/fieldType/kind").asText().equals("ROWTIME")
        : said.stream().allMatch(JsonNode::asBoolean);
  }

  private static boolean isRowtime(CompiledPlan plan, CompiledPlan.Node node, JsonNode field) {
    List<RowFields.Field> row =
        RowFields.of(plan.nodes().get(node.inputs().getFirst()).json().path("outputType"));
    return field.isInt()
        && field.asInt() < row.size()
        && row.get(field.asInt()).type().contains("ROWTIME");
  }
}
