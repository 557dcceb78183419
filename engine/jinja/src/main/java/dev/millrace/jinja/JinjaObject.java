package dev.millrace.jinja;

import org.jspecify.annotations.Nullable;

/**
 * A host object that templates may see. It alone decides what they may reach; names that begin with
 * an underscore are refused by the engine before {@link #attribute} is asked.
 */
public interface JinjaObject {
  /** The value of {@code object.name}, or null when there is none. */
  @Nullable Object attribute(String name);

  /** The value of {@code object[key]}, or null when there is none. */
  default @Nullable Object item(Object key) {
    return null;
  }

  /** What {@code {{ object }}} prints; also the object's text in {@code ~} and {@code join}. */
  String str();

  /** How the object looks inside a printed list or dict. */
  default String repr() {
    return str();
  }

  /** The class name in messages such as "'Relation' object is not callable". */
  default String typeName() {
    return getClass().getSimpleName();
  }

  /** Whether {@code if object} holds. */
  default boolean truth() {
    return true;
  }

  /** The elements for {@code for}, {@code in} and {@code |list}, or null when not iterable. */
  default @Nullable Iterable<?> elements() {
    return null;
  }

  /** The number of elements for {@code |length}, or -1 when it has none. */
  default int length() {
    return -1;
  }

  /** Whether {@code object is mapping} holds. */
  default boolean isMapping() {
    return false;
  }

  /**
   * The result of {@code this operator other} for {@code + - * / // %}, or null when not supported.
   *
   * @param reflected whether this object stands on the right side
   */
  default @Nullable Object operate(String operator, Object other, boolean reflected) {
    return null;
  }

  /** Python's {@code format(this, specification)}, or null when only an empty one is known. */
  default @Nullable String format(String specification) {
    return null;
  }

  /** A negative, zero or positive number as this is before, equal to or after; null: no order. */
  default @Nullable Integer order(Object other) {
    return null;
  }
}
