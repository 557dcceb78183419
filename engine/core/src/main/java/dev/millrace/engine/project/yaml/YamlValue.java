package dev.millrace.engine.project.yaml;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A value of a YAML file with its place. */
public sealed interface YamlValue {
  /** Where it begins. */
  SourcePosition position();

  /**
   * As plain Java: null, Boolean, Long, BigInteger, Double, String, unmodifiable List and Map with
   * String keys.
   */
  @Nullable Object plain();

  /** What it is, for messages: {@code a mapping}. */
  String kind();

  /**
   * A text, number, boolean or null.
   *
   * @param value null, Boolean, Long, BigInteger, Double or String
   * @param text as it stands in the file, quotes and escapes resolved
   * @param textPosition where the first character of {@code text} stands
   */
  record YamlScalar(
      SourcePosition position, @Nullable Object value, String text, SourcePosition textPosition)
      implements YamlValue {
    public YamlScalar {
      requireNonNull(position, "position");
      requireNonNull(text, "text");
      requireNonNull(textPosition, "textPosition");
    }

    @Override
    public @Nullable Object plain() {
      return value;
    }

    @Override
    public String kind() {
      return switch (value) {
        case null -> "nothing";
        case String string -> "a text";
        case Boolean bool -> "a boolean";
        default -> "a number";
      };
    }
  }

  /** A list. */
  record YamlSequence(SourcePosition position, List<YamlValue> elements) implements YamlValue {
    public YamlSequence {
      requireNonNull(position, "position");
      elements = List.copyOf(elements);
    }

    @Override
    public List<@Nullable Object> plain() {
      List<@Nullable Object> plain = new ArrayList<>(elements.size());
      elements.forEach(element -> plain.add(element.plain()));
      return Collections.unmodifiableList(plain);
    }

    @Override
    public String kind() {
      return "a list";
    }
  }

  /**
   * A mapping.
   *
   * @param entries by key, in the file's order
   */
  record YamlMapping(SourcePosition position, Map<String, Entry> entries) implements YamlValue {
    public YamlMapping {
      requireNonNull(position, "position");
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    /** The value of a key. */
    public Optional<YamlValue> get(String key) {
      return Optional.ofNullable(entries.get(key)).map(Entry::value);
    }

    @Override
    public Map<String, @Nullable Object> plain() {
      Map<String, @Nullable Object> plain = new LinkedHashMap<>();
      entries.forEach((key, entry) -> plain.put(key, entry.value().plain()));
      return Collections.unmodifiableMap(plain);
    }

    @Override
    public String kind() {
      return "a mapping";
    }
  }

  /**
   * One key with its value.
   *
   * @param position where the key stands
   */
  record Entry(SourcePosition position, YamlValue value) {
    public Entry {
      requireNonNull(position, "position");
      requireNonNull(value, "value");
    }
  }
}
