package dev.millrace.jinja.runtime;

import dev.millrace.jinja.values.Values;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables of one block, inside those of the block around it, inside the host's context. */
final class Scope {
  private static final String[] NO_NAMES = {};
  private static final Object[] NO_VALUES = {};

  private final @Nullable Scope parent;
  private final Map<String, ?> context;
  private String[] names = NO_NAMES;
  private Object[] values = NO_VALUES;
  private int size;

  /** The outermost scope of a template or of a bound macro. */
  Scope(Map<String, ?> context) {
    this.parent = null;
    this.context = context;
  }

  Scope(Scope parent) {
    this.parent = parent;
    this.context = parent.context;
  }

  Map<String, ?> context() {
    return context;
  }

  /** The outermost scope around this one. */
  Scope root() {
    Scope scope = this;
    while (scope.parent != null) {
      scope = scope.parent;
    }
    return scope;
  }

  /**
   * The value of a variable, or null when there is none.
   *
   * @param name interned, as all names from the parser are: found by identity
   */
  @SuppressWarnings("ReferenceEquality") // both sides are interned
  @Nullable Object find(String name) {
    for (Scope scope = this; scope != null; scope = scope.parent) {
      for (int i = 0; i < scope.size; i++) {
        if (scope.names[i] == name) {
          return scope.values[i];
        }
      }
    }
    Object value = context.get(name);
    return value != null || context.containsKey(name) ? Values.of(value) : null;
  }

  /**
   * Sets a variable of this scope.
   *
   * @param name interned
   */
  @SuppressWarnings("ReferenceEquality") // both sides are interned
  void set(String name, Object value) {
    for (int i = 0; i < size; i++) {
      if (names[i] == name) {
        values[i] = value;
        return;
      }
    }
    if (size == names.length) {
      int capacity = Math.max(4, size * 2);
      names = Arrays.copyOf(names, capacity);
      values = Arrays.copyOf(values, capacity);
    }
    names[size] = name;
    values[size++] = value;
  }
}
