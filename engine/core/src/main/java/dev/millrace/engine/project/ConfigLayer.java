package dev.millrace.engine.project;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Configuration being put together: dbt's rules for setting a key that is already set. */
final class ConfigLayer {
  private static final Set<String> APPENDED = Set.of("tags", "pre_hook", "post_hook", "packages");
  private static final Set<String> UPDATED =
      Set.of("meta", "quoting", "column_types", "docs", "contract", NodeConfig.STATE_POLICY);

  /** Each entry of these is a rule of its own, of which it must be known where it stands. */
  private static final Set<String> PLACED = Set.of(NodeConfig.STATE_POLICY);

  private static final Map<String, String> SPELLINGS =
      Map.of("pre-hook", "pre_hook", "post-hook", "post_hook", "materialised", "materialized");

  private final Map<String, Object> values = new LinkedHashMap<>();
  private final Map<String, SourcePosition> origins = new LinkedHashMap<>();
  private final Map<String, @Nullable Object> written = new LinkedHashMap<>();

  /** Sets a key over what is set already, as it stands in a file or is computed by one. */
  void set(String name, Object value, SourcePosition origin) {
    set(name, value, value, origin);
  }

  /**
   * Sets a key over what is set already.
   *
   * @param raw the value as it stands in the file
   */
  void set(String name, Object value, @Nullable Object raw, SourcePosition origin) {
    written.put(name, raw);
    assign(name, value, origin);
  }

  /**
   * Sets a key of a YAML file over what is set already.
   *
   * @param value rendered
   */
  void set(String name, Object value, YamlValue.Entry entry) {
    set(name, value, entry.value().plain(), entry.position());
    if (PLACED.contains(name)
        && entry.value() instanceof YamlMapping mapping
        && value instanceof Map<?, ?> parts) {
      mapping.entries().entrySet().stream()
          // What is null there says nothing.
          .filter(part -> parts.containsKey(part.getKey()))
          .forEach(
              part ->
                  origins.put(NodeConfig.part(name, part.getKey()), part.getValue().position()));
    }
  }

  /** Keys and values as they stand in the files, the last one for each key. */
  Map<String, @Nullable Object> written() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(written));
  }

  private void assign(String name, Object value, SourcePosition origin) {
    String key = SPELLINGS.getOrDefault(name, name);
    if (key.equals("grants") && value instanceof Map<?, ?> grants) {
      values.put(key, granted(values.get(key), grants));
    } else {
      values.merge(key, value, (before, after) -> merged(key, before, after));
    }
    origins.put(key, origin);
    if (PLACED.contains(key) && value instanceof Map<?, ?> parts) {
      parts.keySet().forEach(part -> origins.put(NodeConfig.part(key, part), origin));
    }
  }

  /** Sets a key unless it is set. */
  void setIfAbsent(String key, Object value, SourcePosition origin) {
    if (!values.containsKey(key)) {
      assign(key, value, origin);
    }
  }

  /** Sets a key to null where null means something: it keeps its origin and has no value. */
  void unset(String key, SourcePosition origin) {
    values.remove(key);
    origins.put(key, origin);
  }

  /** Sets all keys of another layer over what is set already. */
  void setAll(ConfigLayer layer) {
    layer.values.forEach(
        (key, value) -> {
          SourcePosition origin = layer.origins.get(key);
          if (origin != null) {
            assign(key, value, origin);
          }
        });
    // After the whole, which does not know where its parts stand.
    layer.origins.forEach(
        (key, origin) -> {
          if (PLACED.stream().anyMatch(whole -> key.startsWith(NodeConfig.part(whole, "")))) {
            origins.put(key, origin);
          }
        });
    written.putAll(layer.written);
  }

  ConfigLayer copy() {
    ConfigLayer copy = new ConfigLayer();
    copy.values.putAll(values);
    copy.origins.putAll(origins);
    copy.written.putAll(written);
    return copy;
  }

  @Nullable Object get(String key) {
    return values.get(key);
  }

  Optional<SourcePosition> origin(String key) {
    return Optional.ofNullable(origins.get(key));
  }

  NodeConfig toConfig() {
    return new NodeConfig(values, origins);
  }

  private static Object merged(String key, Object before, Object after) {
    if (APPENDED.contains(key)) {
      List<Object> all = new ArrayList<>(list(before));
      all.addAll(list(after));
      return all;
    }
    if (UPDATED.contains(key)
        && before instanceof Map<?, ?> old
        && after instanceof Map<?, ?> map) {
      Map<Object, Object> all = new LinkedHashMap<>(old);
      all.putAll(map);
      return all;
    }
    return after;
  }

  /** Grants replace those of the same name, or with a plus add to them. */
  private static Map<String, Object> granted(@Nullable Object before, Map<?, ?> grants) {
    Map<String, Object> all = new LinkedHashMap<>();
    if (before instanceof Map<?, ?> old) {
      old.forEach((name, value) -> all.put(String.valueOf(name), list(value)));
    }
    grants.forEach(
        (name, value) -> {
          String key = String.valueOf(name);
          String plain = key.startsWith("+") ? key.substring(1) : key;
          List<Object> to = new ArrayList<>();
          if (key.startsWith("+") && all.get(plain) instanceof List<?> known) {
            to.addAll(known);
          }
          to.addAll(list(value));
          all.put(plain, to);
        });
    return all;
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of(value);
  }
}
