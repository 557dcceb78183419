package dev.millrace.engine.project.context;

import dev.millrace.jinja.values.None;
import dev.millrace.jinja.values.PySet;
import dev.millrace.jinja.values.PyTuple;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Undefined;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.jspecify.annotations.Nullable;

/** From the template engine's values to what YAML would hold; nothing becomes null. */
public final class PlainValues {
  private PlainValues() {}

  /** The value, free of nulls inside: entries and elements that are nothing are left out. */
  public static @Nullable Object of(@Nullable Object value) {
    return of(value, "", (key, text) -> text);
  }

  /**
   * The value with every text passed through a function.
   *
   * @param key the key the value stands under
   * @param texts from key and text to the text to keep
   */
  static @Nullable Object of(@Nullable Object value, String key, BinaryOperator<String> texts) {
    return switch (Values.of(value)) {
      case None none -> null;
      case Undefined undefined -> null;
      case String text -> texts.apply(key, text);
      case Boolean flag -> flag;
      case Number number -> number;
      case PyTuple tuple -> list(tuple.elements(), key, texts);
      case List<?> list -> list(list, key, texts);
      case PySet set -> list(set, key, texts);
      case Map<?, ?> map -> map(map, texts);
      case Object other -> Python.str(other);
    };
  }

  private static List<Object> list(
      Collection<?> elements, String key, BinaryOperator<String> texts) {
    List<Object> plain = new ArrayList<>();
    for (Object element : elements) {
      Object value = of(element, key, texts);
      if (value != null) {
        plain.add(value);
      }
    }
    return plain;
  }

  private static Map<String, Object> map(Map<?, ?> map, BinaryOperator<String> texts) {
    Map<String, Object> plain = new LinkedHashMap<>();
    map.forEach(
        (name, element) -> {
          String key = Python.str(Values.of(name));
          Object value = of(element, key, texts);
          if (value != null) {
            plain.put(key, value);
          }
        });
    return plain;
  }
}
