package dev.millrace.engine.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What Flink's plan does not say of user-defined functions: which code a class stands for, and the
 * jars it is in. A plan that says it can be started again in a year, and one that was made from
 * other code differs from it wherever that code is called.
 *
 * <p>Flink passes over both keys where it reads a plan.
 */
public final class FunctionStamps {
  /** Beside the name of a class in a call: the digest of its code. */
  static final String CODE = "code";

  /** At the top of a plan: names of jars, as in statements. */
  private static final String JARS = "jars";

  private static final String CLASS = "class";
  private static final String CATALOG_NAME = "catalogName";

  private FunctionStamps() {}

  /**
   * The plan with stamps.
   *
   * @param code digests by the name of the class
   * @param jars of all these classes; of none, the plan is as it was
   */
  public static String in(String planJson, Map<String, String> code, List<String> jars) {
    if (jars.isEmpty()) {
      return planJson;
    }
    ObjectNode plan = (ObjectNode) CompiledPlan.tree(planJson);
    ArrayNode names = plan.putArray(JARS);
    jars.forEach(names::add);
    plan.path("nodes").forEach(node -> stamp(node, code));
    return plan.toString();
  }

  /**
   * The code that a plan calls.
   *
   * @return digests by the name that queries call the function by, without quotes
   */
  public static Map<String, String> codeIn(String planJson) {
    Map<String, String> code = new TreeMap<>();
    if (planJson.contains('"' + CODE + '"')) {
      collect(CompiledPlan.tree(planJson).path("nodes"), code);
    }
    return code;
  }

  private static void collect(JsonNode json, Map<String, String> code) {
    if (json.has(CODE) && json.has(CLASS)) {
      code.put(json.path(CATALOG_NAME).asText().replace("`", ""), json.path(CODE).asText());
    }
    json.forEach(inner -> collect(inner, code));
  }

  private static void stamp(JsonNode json, Map<String, String> code) {
    if (json instanceof ObjectNode object) {
      String digest = code.get(object.path(CLASS).asText());
      if (digest != null) {
        object.put(CODE, digest);
      }
    }
    json.forEach(inner -> stamp(inner, code));
  }

  /** Whether a key of a call says nothing: the code is the function, whatever it is called. */
  static boolean isWithoutMeaning(JsonNode call, String key) {
    return key.equals(CATALOG_NAME) && call.has(CODE);
  }

  /** The function of a call with a stamp, or nothing where there is none. */
  static String identity(JsonNode call) {
    return call.has(CODE) ? call.path(CLASS).asText() + " " + call.path(CODE).asText() : "";
  }
}
