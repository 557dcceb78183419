package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The resolved configuration of a node: dbt's precedence applied, unknown keys kept.
 *
 * @param values by key, in alphabetical order; values are null-free JSON-like: Boolean, Number,
 *     String, List, Map
 * @param origins where each key was set, by key, such as {@code dbt_project.yml:12:7}; of {@link
 *     #STATE_POLICY} also where each of its entries was, by {@link #part}
 */
public record NodeConfig(Map<String, Object> values, Map<String, SourcePosition> origins) {
  public static final NodeConfig EMPTY = new NodeConfig(Map.of(), Map.of());

  /** What the project lets become of state; layers add to it entry by entry. */
  public static final String STATE_POLICY = "state_policy";

  public NodeConfig {
    values = Collections.unmodifiableMap(new TreeMap<>(values));
    origins = Collections.unmodifiableMap(new TreeMap<>(origins));
  }

  /** The key under which {@link #origins} has the place of an entry of a mapping. */
  public static String part(String key, Object entry) {
    return key + "." + entry;
  }

  /** The value as text; numbers and booleans as YAML would write them. */
  public Optional<String> text(String key) {
    return Optional.ofNullable(values.get(key)).map(String::valueOf);
  }

  /**
   * A list of texts; a single text counts as a list of one.
   *
   * @throws MillraceException CONFIG_INVALID with the key's origin
   */
  public List<String> texts(String key) {
    return switch (values.get(key)) {
      case null -> List.of();
      case String text -> List.of(text);
      case List<?> list -> list.stream().map(String::valueOf).toList();
      default -> throw wrong(key, "a list of names");
    };
  }

  /**
   * A map of texts.
   *
   * @throws MillraceException CONFIG_INVALID with the key's origin
   */
  public Map<String, String> textMap(String key) {
    Map<String, String> texts = new LinkedHashMap<>();
    map(key).forEach((name, value) -> texts.put(name, String.valueOf(value)));
    return Collections.unmodifiableMap(texts);
  }

  /**
   * A map.
   *
   * @throws MillraceException CONFIG_INVALID with the key's origin
   */
  public Map<String, Object> map(String key) {
    return switch (values.get(key)) {
      case null -> Map.of();
      case Map<?, ?> map -> {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), requireNonNull(value)));
        yield Collections.unmodifiableMap(named);
      }
      default -> throw wrong(key, "a mapping");
    };
  }

  /**
   * A boolean.
   *
   * @throws MillraceException CONFIG_INVALID with the key's origin
   */
  public boolean flag(String key, boolean ifAbsent) {
    return switch (values.get(key)) {
      case null -> ifAbsent;
      case Boolean value -> value;
      default -> throw wrong(key, "true or false");
    };
  }

  private MillraceException wrong(String key, String expected) {
    Problem problem =
        Problem.error(ProblemCode.CONFIG_INVALID, "The config `" + key + "` must be " + expected);
    SourcePosition origin = origins.get(key);
    return new MillraceException(origin == null ? problem : problem.at(origin));
  }
}
