package dev.millrace.sidecar.planner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.wire.AnalyzeResponse.Operator;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Finds the operators that keep state in a compiled plan.
 *
 * <p>Most say so themselves; those in {@link #SILENT} keep state and do not. Sources are left out:
 * what they keep is a position, not something the query computed.
 */
final class StatefulOperators {
  private static final Set<String> SILENT =
      Set.of(
          "stream-exec-over-aggregate",
          "stream-exec-match",
          "stream-exec-temporal-join",
          "stream-exec-interval-join",
          "stream-exec-window-aggregate",
          "stream-exec-local-window-aggregate",
          "stream-exec-global-window-aggregate",
          "stream-exec-window-join",
          "stream-exec-window-rank",
          "stream-exec-window-deduplicate",
          "stream-exec-group-window-aggregate",
          "stream-exec-group-table-aggregate",
          "stream-exec-incremental-group-aggregate",
          "stream-exec-temporal-sort",
          "stream-exec-sort-limit",
          "stream-exec-limit",
          "stream-exec-process-table-function");

  private final ObjectMapper json;

  StatefulOperators(ObjectMapper json) {
    this.json = json;
  }

  List<Operator> in(String plan) {
    List<Operator> operators = new ArrayList<>();
    for (JsonNode node : tree(plan).path("nodes")) {
      String type = withoutVersion(node.path("type").asText());
      if (!node.path("state").isEmpty() || SILENT.contains(type)) {
        operators.add(new Operator(type, node.path("description").asText()));
      }
    }
    return operators;
  }

  private JsonNode tree(String plan) {
    try {
      return json.readTree(plan);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Flink wrote a plan that is not JSON", e);
    }
  }

  /** Flink's types end in a version, as in {@code stream-exec-rank_1}. */
  private static String withoutVersion(String type) {
    int underscore = type.lastIndexOf('_');
    return underscore < 0 ? type : type.substring(0, underscore);
  }
}
