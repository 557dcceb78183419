package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

/**
 * A place in a template's source.
 *
 * @param template the name given to {@link Environment#parse}, usually a file's path
 * @param line counted from 1
 * @param column counted from 1, in Java characters
 */
public record Position(String template, int line, int column) {
  public Position {
    requireNonNull(template, "template");
    if (line < 1 || column < 1) {
      throw new IllegalArgumentException(
          "line and column count from 1, but are " + line + " and " + column);
    }
  }

  /** The form that editors and terminals make clickable: {@code template:line:column}. */
  @Override
  public String toString() {
    return template + ":" + line + ":" + column;
  }
}
