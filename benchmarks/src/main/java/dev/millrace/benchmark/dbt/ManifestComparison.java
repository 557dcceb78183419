package dev.millrace.benchmark.dbt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Compares two manifests node by node and counts. Used by one thread. */
final class ManifestComparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> PARTS =
      List.of("fqn", "config", "alias", "relation_name", "raw_code");
  private static final int SHOWN = 160;

  private final PrintStream out;
  private final Map<String, String> failures;
  private final boolean packagesMissing;
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * @param failures why a node could not be compiled, by unique id
   * @param packagesMissing whether packages of the project are not installed: nodes of packages
   *     that are not there are then listed and left out of all counts
   */
  ManifestComparison(PrintStream out, Map<String, String> failures, boolean packagesMissing) {
    this.packagesMissing = packagesMissing;
    this.out = out;
    this.failures = Map.copyOf(failures);
    for (String count :
        List.of(
            "nodes_total",
            "nodes_equal",
            "depends_on_equal",
            "config_equal",
            "tests_total",
            "test_ids_equal",
            "compiled_total",
            "compiled_equal")) {
      counts.put(count, 0);
    }
  }

  /**
   * Prints each difference and, as the last line, the counts.
   *
   * @param parsed the same as actual before anything was compiled: what dbt did not compile is
   *     compared with it
   */
  boolean compare(
      Map<String, JsonNode> expected, Map<String, JsonNode> actual, Map<String, JsonNode> parsed) {
    Set<String> packages = new TreeSet<>();
    actual.values().forEach(node -> packages.add(node.path("package_name").asText()));
    expected.forEach(
        (id, node) -> {
          String packageName = node.path("package_name").asText();
          if (packagesMissing && !packages.contains(packageName)) {
            out.println(id + ": left out, the package " + packageName + " is not installed");
          } else {
            compare(id, node, (isCompiled(node) ? actual : parsed).get(id));
          }
        });
    actual.keySet().stream()
        .filter(id -> !expected.containsKey(id))
        .forEach(id -> out.println(id + ": dbt has no such node"));
    try {
      out.println(JSON.writeValueAsString(counts));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("numbers can always be written", e);
    }
    return count("nodes_equal") == count("nodes_total")
        && count("compiled_equal") == count("compiled_total");
  }

  private int count(String name) {
    return counts.getOrDefault(name, 0);
  }

  private void compare(
      String id, JsonNode expected, @org.jspecify.annotations.Nullable JsonNode actual) {
    boolean generic = expected.has("test_metadata");
    add("nodes_total", true);
    add("tests_total", generic);
    boolean compiles = compiles(expected);
    if (actual == null) {
      add("compiled_total", compiles);
      out.println(id + ": missing");
      return;
    }
    add("test_ids_equal", generic);
    List<String> different = new ArrayList<>();
    for (String part : PARTS) {
      if (!expected.has(part) && !actual.has(part)) {
        continue;
      }
      JsonNode right = normal(part, expected.path(part));
      JsonNode left = normal(part, actual.path(part));
      if (!right.equals(left)) {
        different.add(part);
        out.println(id + ": " + part + difference(right, left));
      }
    }
    if (dependsOn(id, expected, actual)) {
      add("depends_on_equal", true);
    } else {
      different.add("depends_on");
    }
    add("config_equal", !different.contains("config"));
    add("nodes_equal", different.isEmpty());
    if (compiles) {
      compiled(id, expected, actual);
    }
  }

  /** Seeds and sources have nothing to compile: all of them is known once they are parsed. */
  private static boolean isCompiled(JsonNode node) {
    return node.path("compiled").asBoolean() || node.path("compiled_code").isTextual();
  }

  private static boolean compiles(JsonNode node) {
    return node.path("compiled_code").isTextual();
  }

  private void compiled(String id, JsonNode expected, JsonNode actual) {
    String failure = failures.get(id);
    if (failure != null && needsQuery(failure)) {
      out.println(id + ": needs a query result, left out: " + failure);
      return;
    }
    add("compiled_total", true);
    String right = expected.path("compiled_code").asText();
    if (failure != null) {
      out.println(id + ": not compiled: " + failure);
    } else if (!right.equals(actual.path("compiled_code").asText())) {
      out.println(
          id + ": compiled_code" + firstDifference(right, actual.path("compiled_code").asText()));
    } else {
      add("compiled_equal", true);
    }
  }

  private static boolean needsQuery(String failure) {
    return failure.contains("asks a database");
  }

  /** The order of references has no meaning. */
  private boolean dependsOn(String id, JsonNode expected, JsonNode actual) {
    boolean equal = true;
    for (String kind : List.of("nodes", "macros")) {
      Set<String> right = texts(expected.path("depends_on").path(kind));
      Set<String> left = texts(actual.path("depends_on").path(kind));
      if (!right.equals(left)) {
        equal = false;
        out.println(id + ": depends_on." + kind + " should be " + right + " but is " + left);
      }
    }
    return equal;
  }

  private static Set<String> texts(JsonNode list) {
    TreeSet<String> texts = new TreeSet<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts;
  }

  /** A config that is null, or holds nothing but nulls, is not set; a missing part is null. */
  private static JsonNode normal(String part, JsonNode value) {
    if (value.isMissingNode()) {
      return JSON.nullNode();
    }
    if (!part.equals("config") || !(value instanceof ObjectNode object)) {
      return value;
    }
    return withoutNulls(object);
  }

  private static JsonNode withoutNulls(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode copy = JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> entry : object.properties()) {
      JsonNode kept = withoutNulls(entry.getValue());
      boolean unset = kept.isEmpty() && kept.isObject() && !entry.getValue().isEmpty();
      if (!kept.isNull() && !unset) {
        copy.set(entry.getKey(), kept);
      }
    }
    return copy;
  }

  private static String difference(JsonNode right, JsonNode left) {
    if (right instanceof ObjectNode expected && left instanceof ObjectNode actual) {
      TreeSet<String> keys = new TreeSet<>();
      expected.fieldNames().forEachRemaining(keys::add);
      actual.fieldNames().forEachRemaining(keys::add);
      StringBuilder text = new StringBuilder();
      for (String key : keys) {
        if (!expected.path(key).equals(actual.path(key))) {
          text.append('.').append(key);
          text.append(" should be ").append(shortened(expected.path(key).toString()));
          text.append(" but is ").append(shortened(actual.path(key).toString())).append(';');
        }
      }
      return text.toString();
    }
    return " should be " + shortened(right.toString()) + " but is " + shortened(left.toString());
  }

  private static String firstDifference(String right, String left) {
    int at = 0;
    while (at < Math.min(right.length(), left.length()) && right.charAt(at) == left.charAt(at)) {
      at++;
    }
    int from = Math.max(0, at - 30);
    return " differs at character "
        + at
        + ": should be "
        + quoted(right, from)
        + " but is "
        + quoted(left, from);
  }

  private static String quoted(String text, int from) {
    return JSON.getNodeFactory()
        .textNode(text.substring(from, Math.min(text.length(), from + SHOWN / 2)))
        .toString();
  }

  private static String shortened(String text) {
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "...";
  }

  private void add(String count, boolean holds) {
    if (holds) {
      counts.merge(count, 1, Integer::sum);
    }
  }
}
