package dev.millrace.engine.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Messages that a source of a plan leaves out: its format is put into one that knows them. The
 * rows, the operators and their state stay as they were.
 *
 * @param uid of the source's operator, as Flink stores it
 * @param part of a record
 * @param fingerprints each length in bytes, ':' and SHA-256 of a message
 */
public record LeftOutMessages(String uid, Part part, List<String> fingerprints) {
  /** The format of {@code dev.millrace.tables.skip}, which travels with the job. */
  public static final String FORMAT = "millrace-skipping";

  private static final List<String> FORMATS = List.of("format", "value.format", "key.format");
  private static final String MESSAGES = FORMAT + ".messages";
  private static final String INNER = FORMAT + ".format";

  public LeftOutMessages {
    requireNonNull(uid, "uid");
    requireNonNull(part, "part");
    fingerprints = List.copyOf(fingerprints);
  }

  /** What of a record a format reads. */
  public enum Part {
    KEY,
    VALUE
  }

  /** The plan that leaves them out, beside those that it has left out before. */
  public String in(String planJson) {
    JsonNode plan = CompiledPlan.tree(planJson);
    for (JsonNode node : plan.path("nodes")) {
      String format = node.path("configuration").path(OperatorUids.UID_FORMAT).asText();
      if (PlanState.isOf(uid, format) && options(node) instanceof ObjectNode options) {
        wrap(options);
      }
    }
    return plan.toString();
  }

  /** The plan as it was before any message was left out. */
  public static String noneIn(String planJson) {
    if (!planJson.contains(FORMAT)) {
      return planJson;
    }
    JsonNode plan = CompiledPlan.tree(planJson);
    for (JsonNode node : plan.path("nodes")) {
      if (options(node) instanceof ObjectNode options) {
        unwrap(options);
      }
    }
    return plan.toString();
  }

  private static JsonNode options(JsonNode node) {
    return node.path("scanTableSource").path("table").path("resolvedTable").path("options");
  }

  private static void unwrap(ObjectNode options) {
    for (String key : FORMATS) {
      if (options.path(key).asText().equals(FORMAT)) {
        String prefix = key.substring(0, key.length() - "format".length());
        String own = prefix + FORMAT + ".";
        options.put(key, options.path(prefix + INNER).asText());
        options.remove(List.of(prefix + INNER, prefix + MESSAGES));
        moved(options, own, prefix);
      }
    }
  }

  /** Options that begin with one prefix begin with another afterwards. */
  private static void moved(ObjectNode options, String from, String to) {
    Map<String, String> moved = new TreeMap<>();
    options
        .properties()
        .forEach(
            option -> {
              if (option.getKey().startsWith(from)) {
                moved.put(option.getKey(), option.getValue().asText());
              }
            });
    moved.forEach(
        (name, value) -> {
          options.remove(name);
          options.put(to + name.substring(from.length()), value);
        });
  }

  /** How many messages a plan leaves out. */
  public static int countIn(String planJson) {
    if (!planJson.contains(FORMAT)) {
      return 0;
    }
    int count = 0;
    for (CompiledPlan.Node node : CompiledPlan.parse(planJson).nodes()) {
      for (Map.Entry<String, String> option :
          node.table().map(CompiledPlan.Table::options).orElse(Map.of()).entrySet()) {
        if (option.getKey().endsWith(MESSAGES)) {
          count += listed(option.getValue()).size();
        }
      }
    }
    return count;
  }

  private void wrap(ObjectNode options) {
    Optional<String> key = formatKey(options);
    if (key.isEmpty()) {
      return;
    }
    String prefix = key.get().substring(0, key.get().length() - "format".length());
    String format = options.path(key.get()).asText();
    Set<String> messages = new LinkedHashSet<>(listed(options.path(prefix + MESSAGES).asText()));
    messages.addAll(fingerprints);
    if (!format.equals(FORMAT)) {
      moved(options, prefix + format + ".", prefix + FORMAT + "." + format + ".");
      options.put(prefix + INNER, format);
      options.put(key.get(), FORMAT);
    }
    options.put(prefix + MESSAGES, String.join(";", messages));
  }

  private Optional<String> formatKey(ObjectNode options) {
    List<String> keys =
        part == Part.KEY ? List.of("key.format") : List.of("value.format", "format");
    return keys.stream().filter(options::has).findFirst();
  }

  private static List<String> listed(String messages) {
    return new ArrayList<>(
        Arrays.stream(messages.split(";")).filter(each -> !each.isEmpty()).toList());
  }
}
