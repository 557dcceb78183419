package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

/**
 * SQL with Jinja that is no node of the project.
 *
 * @param file what positions call it
 * @param firstLine the line of its first character in the file, from 1
 */
public record InlineSource(String text, String file, int firstLine) {
  public InlineSource {
    requireNonNull(text, "text");
    requireNonNull(file, "file");
    if (firstLine < 1) {
      throw new IllegalArgumentException("lines count from 1");
    }
  }

  /** Text that was typed and stands in no file. */
  public static InlineSource typed(String text) {
    return new InlineSource(text, "inline", 1);
  }
}
