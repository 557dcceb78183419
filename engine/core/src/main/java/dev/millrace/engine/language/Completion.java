package dev.millrace.engine.language;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * Something that could stand at the cursor.
 *
 * @param label what a list shows
 * @param insertion what replaces {@code replaced}
 * @param detail such as a column's type or a function's signature
 */
public record Completion(
    Kind kind, String label, String insertion, Optional<String> detail, TextSpan replaced) {
  /** What it is, the likelier first. */
  public enum Kind {
    COLUMN,
    ALIAS,
    EXPRESSION,
    MODEL,
    SOURCE,
    VARIABLE,
    MACRO,
    FUNCTION,
    KEYWORD
  }

  public Completion {
    requireNonNull(kind, "kind");
    requireNonNull(label, "label");
    requireNonNull(insertion, "insertion");
    requireNonNull(detail, "detail");
    requireNonNull(replaced, "replaced");
  }
}
