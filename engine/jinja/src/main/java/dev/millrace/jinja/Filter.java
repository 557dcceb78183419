package dev.millrace.jinja;

/** {@code value | name(arguments)}. */
@FunctionalInterface
public interface Filter {
  /** The filtered value. The arguments do not contain the value itself. */
  Object apply(Object value, Arguments arguments);
}
