package dev.millrace.engine.problem;

import static java.util.Objects.requireNonNull;

/**
 * A place in a file of the project.
 *
 * @param file path relative to the project folder, with {@code /}
 * @param line 1-based line; 0 when only the file is known
 * @param column 1-based column in UTF-16 units; 0 when only the line is known
 */
public record SourcePosition(String file, int line, int column) {
  public SourcePosition {
    requireNonNull(file, "file");
    if (line < 0 || column < 0) {
      throw new IllegalArgumentException("negative position " + line + ":" + column);
    }
  }

  /** The file as a whole. */
  public static SourcePosition of(String file) {
    return new SourcePosition(file, 0, 0);
  }

  /** {@code file:line:column}, leaving out what is not known. */
  @Override
  public String toString() {
    if (line == 0) {
      return file;
    }
    return column == 0 ? file + ":" + line : file + ":" + line + ":" + column;
  }
}
