package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * What Flink's plan does not say of a project's own code: which code the class of a function stands
 * for, and the jars of functions, connectors and formats. A plan that says it can be started again
 * in a year, and one that was made from other code differs from it wherever that code is called.
 *
 * <p>Flink passes over these keys where it reads a plan.
 */
public final class CodeStamps {
  /** Beside the name of a class in a call: the digest of the code it means. */
  private static final String CODE = "code";

  /** Code that somebody said to mean the same; the last is what is called. */
  private static final String BUILDS = "builds";

  /** At the top of a plan: names of jars, as in statements. */
  private static final String JARS = "jars";

  private static final String CLASS = "class";
  private static final String CATALOG_NAME = "catalogName";

  private CodeStamps() {}

  /**
   * The code of one function.
   *
   * @param meaning digest of the code whose meaning it has
   * @param builds digests of code that means the same, what is called now last; at least one
   */
  public record Stamp(String meaning, List<String> builds) {
    public Stamp {
      requireNonNull(meaning, "meaning");
      builds = List.copyOf(builds);
      if (builds.isEmpty()) {
        throw new IllegalArgumentException("no code");
      }
    }

    /** Code that means itself alone. */
    public static Stamp of(String digest) {
      return new Stamp(digest, List.of(digest));
    }

    /** Digest of the code that is called. */
    public String called() {
      return builds.getLast();
    }

    /**
     * The stamp of what is called next.
     *
     * @param same whether somebody says that it means the same
     */
    public Stamp next(String digest, boolean same) {
      if (!same && !builds.contains(digest)) {
        return of(digest);
      }
      List<String> all = new ArrayList<>(builds);
      all.remove(digest);
      all.add(digest);
      return new Stamp(meaning, all);
    }
  }

  /**
   * The plan with stamps.
   *
   * @param code by the name of the class
   * @param jars of all these classes and of connectors and formats; without any, the plan is as it
   *     was
   */
  public static String in(String planJson, Map<String, Stamp> code, List<String> jars) {
    if (jars.isEmpty()) {
      return planJson;
    }
    ObjectNode plan = (ObjectNode) CompiledPlan.tree(planJson);
    ArrayNode names = plan.putArray(JARS);
    jars.forEach(names::add);
    plan.path("nodes").forEach(node -> stamp(node, code));
    return plan.toString();
  }

  private static void stamp(JsonNode json, Map<String, Stamp> code) {
    if (json instanceof ObjectNode object) {
      Stamp stamp = code.get(object.path(CLASS).asText());
      if (stamp != null) {
        object.put(CODE, stamp.meaning());
        if (!stamp.equals(Stamp.of(stamp.meaning()))) {
          ArrayNode builds = object.putArray(BUILDS);
          stamp.builds().forEach(builds::add);
        }
      }
    }
    json.forEach(inner -> stamp(inner, code));
  }

  /** The stamps of a plan, by the name of the class. */
  public static Map<String, Stamp> byClass(String planJson) {
    Map<String, Stamp> stamps = new TreeMap<>();
    visit(planJson, (call, stamp) -> stamps.put(call.path(CLASS).asText(), stamp));
    return stamps;
  }

  /** The stamps of a plan, by the name that queries call the function by, without quotes. */
  public static Map<String, Stamp> byFunction(String planJson) {
    Map<String, Stamp> stamps = new TreeMap<>();
    visit(
        planJson,
        (call, stamp) -> stamps.put(call.path(CATALOG_NAME).asText().replace("`", ""), stamp));
    return stamps;
  }

  private static void visit(String planJson, BiConsumer<JsonNode, Stamp> found) {
    if (planJson.contains('"' + CODE + '"')) {
      visit(CompiledPlan.tree(planJson).path("nodes"), found);
    }
  }

  private static void visit(JsonNode json, BiConsumer<JsonNode, Stamp> found) {
    if (json.has(CODE) && json.has(CLASS)) {
      List<String> builds = new ArrayList<>();
      json.path(BUILDS).forEach(build -> builds.add(build.asText()));
      String meaning = json.path(CODE).asText();
      found.accept(json, builds.isEmpty() ? Stamp.of(meaning) : new Stamp(meaning, builds));
    }
    json.forEach(inner -> visit(inner, found));
  }

  /** Whether a key of a call says nothing: the code is the function, whatever it is called. */
  static boolean isOnlyAName(JsonNode call, String key) {
    return key.equals(CATALOG_NAME) && call.has(CODE);
  }

  /** Whether a key of a call says nothing of what its result means. */
  static boolean isWithoutMeaning(JsonNode call, String key) {
    return isOnlyAName(call, key) || (key.equals(BUILDS) && call.has(CODE));
  }

  /** What the function of a call is, where it has a stamp. */
  static Optional<String> identity(JsonNode call) {
    return call.has(CODE)
        ? Optional.of(call.path(CLASS).asText() + " " + call.path(CODE).asText())
        : Optional.empty();
  }
}
