package dev.millrace.engine.artifact;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What changed in a project since an older manifest was written, by dbt's rules for {@code state:}
 * selections. Reads manifests of all versions since 4.
 */
public final class StateComparison {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final List<String> KINDS =
      List.of("nodes", "sources", "exposures", "metrics", "semantic_models", "saved_queries");

  /** What was not there before differs in all that can be compared. */
  private static final Set<String> NEW =
      Set.of(
          "new",
          "modified",
          "modified.body",
          "modified.configs",
          "modified.relation",
          "modified.persisted_descriptions",
          "modified.contract");

  private final JsonNode before;
  private final JsonNode now;

  private StateComparison(JsonNode before, JsonNode now) {
    this.before = before;
    this.now = now;
  }

  /**
   * States by unique id: {@code new} or {@code old}, {@code modified} with the parts that are
   * {@code modified.body} and so on, or {@code unmodified}.
   *
   * @param folder with the older {@code manifest.json}
   * @throws MillraceException PROJECT_FILE_INVALID when there is none that can be read
   */
  public static Map<String, Set<String>> states(Project project, Path folder) {
    JsonNode before = read(folder.resolve("manifest.json"));
    try {
      // Through text, so that numbers are of the same kind on both sides.
      byte[] text = JSON.writeValueAsBytes(new Manifest(project, Map.of()).tree());
      return new StateComparison(before, JSON.readTree(text)).states();
    } catch (IOException e) {
      throw new IllegalStateException("a manifest can always be written", e);
    }
  }

  /**
   * Results of an earlier run by unique id; none when the folder holds no {@code run_results.json}.
   *
   * @throws MillraceException PROJECT_FILE_INVALID when it cannot be read
   */
  public static Map<String, Set<String>> results(Path folder) {
    Map<String, Set<String>> results = new LinkedHashMap<>();
    Path file = folder.resolve("run_results.json");
    if (Files.isRegularFile(file)) {
      read(file)
          .path("results")
          .forEach(
              result ->
                  results.put(
                      result.path("unique_id").asText(), Set.of(result.path("status").asText())));
    }
    return results;
  }

  private static JsonNode read(Path file) {
    try {
      return JSON.readTree(file.toFile());
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID,
                  "The older state cannot be read from " + file + ": " + e.getMessage())
              .remedy("Name a folder with a manifest.json that dbt or Millrace wrote"),
          e);
    }
  }

  private Map<String, Set<String>> states() {
    Map<String, Set<String>> states = new LinkedHashMap<>();
    for (String kind : KINDS) {
      for (Map.Entry<String, JsonNode> entry : now.path(kind).properties()) {
        JsonNode old = before.path(kind).path(entry.getKey());
        states.put(entry.getKey(), state(kind, old, entry.getValue()));
      }
    }
    return states;
  }

  private Set<String> state(String kind, JsonNode old, JsonNode node) {
    if (old.isMissingNode()) {
      return NEW;
    }
    Set<String> parts = new LinkedHashSet<>();
    switch (kind) {
      case "nodes" -> node(old, node, parts);
      case "sources" -> {
        differs(parts, "relation", old, node, "identifier", "source_name", "name");
        differs(parts, "configs", old, node, "config");
      }
      default -> {
        if (!described(old).equals(described(node))) {
          parts.add("modified.body");
        }
      }
    }
    Set<String> state = new LinkedHashSet<>(Set.of("old"));
    if (parts.isEmpty()) {
      state.add("unmodified");
    } else {
      state.add("modified");
      state.addAll(parts);
    }
    return state;
  }

  private void node(JsonNode old, JsonNode node, Set<String> parts) {
    if (!body(old).equals(body(node))) {
      parts.add("modified.body");
    }
    differs(parts, "configs", old, node, "config");
    JsonNode was = old.path("config");
    JsonNode is = node.path("config");
    differs(parts, "relation", was, is, "database", "schema", "alias");
    if (!described(old, was).equals(described(node, is))) {
      parts.add("modified.persisted_descriptions");
    }
    if (is.path("contract").path("enforced").asBoolean()
        && !types(old.path("columns")).equals(types(node.path("columns")))) {
      parts.add("modified.contract");
    }
    if (macros(before, old, node).equals(macros(now, old, node))) {
      return;
    }
    parts.add("modified.macros");
  }

  private static void differs(
      Set<String> parts, String part, JsonNode old, JsonNode node, String... keys) {
    for (String key : keys) {
      if (!withoutNulls(old.path(key)).equals(withoutNulls(node.path(key)))) {
        parts.add("modified." + part);
      }
    }
  }

  /** Seeds have no code of theirs in a manifest. */
  private static String body(JsonNode node) {
    if (node.path("resource_type").asText().equals("seed")) {
      return node.path("checksum").path("checksum").asText();
    }
    JsonNode code = node.has("raw_code") ? node.path("raw_code") : node.path("raw_sql");
    return code.asText().strip();
  }

  private static JsonNode described(JsonNode node) {
    ObjectNode told = JSON.createObjectNode();
    for (String key : List.of("type", "owner", "url", "maturity", "description", "type_params")) {
      if (node.hasNonNull(key)) {
        told.set(key, withoutNulls(node.path(key)));
      }
    }
    TreeSet<String> read = new TreeSet<>();
    node.path("depends_on").path("nodes").forEach(id -> read.add(id.asText()));
    told.put("nodes", String.join(" ", read));
    return told;
  }

  /** The descriptions that are written into the database. */
  private static String described(JsonNode node, JsonNode config) {
    StringBuilder text = new StringBuilder();
    if (config.path("persist_docs").path("relation").asBoolean()) {
      text.append(node.path("description").asText().strip());
    }
    if (config.path("persist_docs").path("columns").asBoolean()) {
      for (JsonNode column : node.path("columns")) {
        text.append('\n').append(column.path("name").asText());
        text.append(column.path("description").asText().strip());
      }
    }
    return text.toString();
  }

  private static Map<String, String> types(JsonNode columns) {
    Map<String, String> types = new LinkedHashMap<>();
    for (JsonNode column : columns) {
      types.put(column.path("name").asText(), column.path("data_type").asText());
    }
    return types;
  }

  /** Texts of the macros that a node calls, also through others, as one manifest has them. */
  private static Map<String, String> macros(JsonNode manifest, JsonNode old, JsonNode node) {
    Map<String, String> texts = new LinkedHashMap<>();
    Deque<String> open = new ArrayDeque<>();
    node.path("depends_on").path("macros").forEach(macro -> open.add(macro.asText()));
    old.path("depends_on").path("macros").forEach(macro -> open.add(macro.asText()));
    while (!open.isEmpty()) {
      String id = open.remove();
      JsonNode macro = manifest.path("macros").path(id);
      boolean own = !id.startsWith("macro.dbt.") && !id.startsWith("macro.dbt_");
      if (own && !texts.containsKey(id)) {
        texts.put(id, macro.path("macro_sql").asText().strip());
        macro.path("depends_on").path("macros").forEach(called -> open.add(called.asText()));
      }
    }
    return texts;
  }

  /** Keys that are null, or hold nothing, mean the same as keys that are not there. */
  private static JsonNode withoutNulls(JsonNode value) {
    if (!(value instanceof ObjectNode object)) {
      return value;
    }
    ObjectNode kept = JSON.createObjectNode();
    object
        .properties()
        .forEach(
            entry -> {
              JsonNode inner = withoutNulls(entry.getValue());
              if (!inner.isNull() && !(inner.isContainerNode() && inner.isEmpty())) {
                kept.set(entry.getKey(), inner);
              }
            });
    return kept;
  }
}
