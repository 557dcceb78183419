package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Ways to write the same call: operands in another order, a comparison the other way round, a list
 * of texts as {@code IN} or by {@code OR}.
 */
final class CallOrder {
  private static final String NAME = "internalName";
  private static final String OPERANDS = "operands";

  /** Also the same whatever the brackets. */
  private static final Set<String> CONNECTIVES = Set.of("$AND$1", "$OR$1");

  /** Sums and products of two are exactly the same turned round, of three they need not be. */
  private static final Set<String> SYMMETRIC =
      Set.of("$AND$1", "$OR$1", "$=$1", "$<>$1", "$+$1", "$*$1");

  private static final Map<String, String> TURNED = Map.of("$>$1", "$<$1", "$>=$1", "$<=$1");

  private CallOrder() {}

  /**
   * Brings a call into the one way that stands for all.
   *
   * @param call or a literal; its operands have been brought into it, and it is changed
   */
  static void settle(ObjectNode call) {
    if (call.has("sarg")) {
      // The length is that of the longest text where the list was written as one.
      String type = call.path("type").asText();
      call.put("type", type.replaceFirst("^VARCHAR\\(\\d+\\)", "VARCHAR"));
    }
    if (!(call.get(OPERANDS) instanceof ArrayNode operands)) {
      return;
    }
    String name = call.path(NAME).asText();
    String turned = TURNED.get(name);
    if (turned != null && operands.size() == 2) {
      call.put(NAME, turned);
      call.putArray(OPERANDS).add(operands.get(1)).add(operands.get(0));
    } else if (SYMMETRIC.contains(name)) {
      List<JsonNode> all = new ArrayList<>();
      for (JsonNode operand : operands) {
        if (CONNECTIVES.contains(name) && operand.path(NAME).asText().equals(name)) {
          operand.path(OPERANDS).forEach(all::add);
        } else {
          all.add(operand);
        }
      }
      all.sort(Comparator.comparing(JsonNode::toString));
      call.putArray(OPERANDS).addAll(all);
    }
  }

  /** What must all be true where a condition is. */
  static List<JsonNode> conjuncts(JsonNode condition) {
    if (!condition.path(NAME).asText().equals("$AND$1")) {
      return List.of(condition);
    }
    List<JsonNode> all = new ArrayList<>();
    condition.path(OPERANDS).forEach(operand -> all.addAll(conjuncts(operand)));
    return all;
  }
}
