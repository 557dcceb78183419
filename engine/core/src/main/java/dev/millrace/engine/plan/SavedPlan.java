package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.Choices;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan that was looked at, to be carried out later and perhaps elsewhere. It holds what was asked
 * for and what the answer was, and no way to do it: whoever carries it out plans again and
 * compares, so that what is done is what was shown, or nothing.
 *
 * @param hash of the plan
 * @param variables given beside the project's own
 * @param parts for each model the hash of its part of the plan and the action in words
 * @param shown the whole plan for programs and people, as {@link PlanJson} writes it
 */
public record SavedPlan(
    String hash,
    String project,
    String target,
    PlanOptions options,
    Map<String, @Nullable Object> variables,
    Map<String, Part> parts,
    JsonNode shown) {
  private static final int FORMAT = 1;
  private static final ObjectMapper JSON = new ObjectMapper();

  public SavedPlan {
    requireNonNull(hash, "hash");
    requireNonNull(project, "project");
    requireNonNull(target, "target");
    requireNonNull(options, "options");
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
    requireNonNull(shown, "shown");
  }

  /** What a plan does with one model. */
  public record Part(String hash, String words) {
    public Part {
      requireNonNull(hash, "hash");
      requireNonNull(words, "words");
    }
  }

  /** What there is to save of a plan. */
  public static SavedPlan of(
      Plan plan, PlanOptions options, Map<String, @Nullable Object> variables) {
    return new SavedPlan(
        plan.hash(),
        plan.project(),
        plan.target(),
        options,
        variables,
        parts(plan),
        PlanJson.tree(plan));
  }

  private static Map<String, Part> parts(Plan plan) {
    Map<String, Part> parts = new LinkedHashMap<>();
    for (PlannedModel model : plan.models()) {
      parts.put(
          model.model(), new Part(PlanHash.of(List.of(model)), PlanWords.words(model.action())));
    }
    return parts;
  }

  /**
   * How another plan for the same wish differs, one sentence for each model; empty when it does the
   * same.
   */
  public List<String> differences(Plan now) {
    List<String> sentences = new ArrayList<>();
    Map<String, Part> others = parts(now);
    Set<String> all = new LinkedHashSet<>(parts.keySet());
    all.addAll(others.keySet());
    for (String model : all) {
      Part before = parts.get(model);
      Part after = others.get(model);
      String name = model.substring(model.lastIndexOf('.') + 1);
      if (before == null && after != null) {
        sentences.add(name + " was not in the plan; now: " + after.words());
      } else if (before != null && after == null) {
        sentences.add(name + " was planned (" + before.words() + ") and is no longer there");
      } else if (before != null && after != null && !before.hash().equals(after.hash())) {
        sentences.add(
            before.words().equals(after.words())
                ? name + ": still " + after.words() + ", but of something else than was shown"
                : name + ": " + before.words() + " then, " + after.words() + " now");
      }
    }
    return sentences;
  }

  /** As it is kept: JSON, UTF-8, with nothing in it that is secret. */
  public byte[] bytes() {
    ObjectNode root = JSON.createObjectNode();
    root.put("millrace_plan", FORMAT);
    root.put("plan", hash);
    root.put("project", project);
    root.put("target", target);
    ObjectNode asked = root.putObject("options");
    ArrayNode selected = asked.putArray("selected");
    options.selected().stream().sorted().forEach(selected::add);
    asked.put("full_refresh", options.fullRefresh());
    asked.put("stop_removed", options.stopRemoved());
    asked.put("git_commit", options.gitCommit().orElse(null));
    ObjectNode chosen = asked.putObject("choices");
    options.choices().written().forEach(chosen::put);
    root.set("vars", JSON.valueToTree(variables));
    ObjectNode models = root.putObject("models");
    parts.forEach(
        (model, part) ->
            models.putObject(model).put("hash", part.hash()).put("action", part.words()));
    root.set("shown", shown);
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of ours can be written", e);
    }
  }

  /**
   * Reads what {@link #bytes} wrote.
   *
   * @param name of the file, for messages
   * @throws MillraceException USAGE when it is not a plan, or one of a newer Millrace
   */
  public static SavedPlan read(byte[] bytes, String name) {
    JsonNode root;
    try {
      root = JSON.readTree(bytes);
    } catch (IOException e) {
      throw notAPlan(name + " is not a saved plan: it is no JSON", e);
    }
    int format = root.path("millrace_plan").asInt(0);
    if (format > FORMAT) {
      throw notAPlan(name + " was saved by a newer Millrace (format " + format + ")", null);
    }
    if (format < 1 || !root.path("plan").isTextual() || !root.path("models").isObject()) {
      throw notAPlan(name + " is not a saved plan", null);
    }
    JsonNode asked = root.path("options");
    Set<String> selected = new LinkedHashSet<>();
    asked.path("selected").forEach(id -> selected.add(id.asText()));
    Map<String, Part> parts = new LinkedHashMap<>();
    root.path("models")
        .properties()
        .forEach(
            entry ->
                parts.put(
                    entry.getKey(),
                    new Part(
                        entry.getValue().path("hash").asText(),
                        entry.getValue().path("action").asText())));
    Map<String, @Nullable Object> variables =
        JSON.convertValue(root.path("vars"), new TypeReference<Map<String, @Nullable Object>>() {});
    return new SavedPlan(
        root.path("plan").asText(),
        root.path("project").asText(),
        root.path("target").asText(),
        new PlanOptions(
            selected,
            asked.path("full_refresh").asBoolean(),
            asked.path("stop_removed").asBoolean(),
            Optional.ofNullable(asked.path("git_commit").textValue()),
            choices(asked.path("choices"))),
        variables == null ? Map.of() : variables,
        parts,
        root.path("shown"));
  }

  private static Choices choices(JsonNode chosen) {
    Map<String, String> written = new LinkedHashMap<>();
    chosen.properties().forEach(entry -> written.put(entry.getKey(), entry.getValue().asText()));
    return Choices.read(written);
  }

  private static MillraceException notAPlan(String message, @Nullable Throwable cause) {
    Problem problem =
        Problem.error(ProblemCode.USAGE, message)
            .remedy("Make one with `millrace plan --out FILE`");
    return cause == null ? new MillraceException(problem) : new MillraceException(problem, cause);
  }
}
