package dev.millrace.engine.connect;

/** A range of text: 1-based, ends inclusive, columns in UTF-16 units; as Flink's parser counts. */
public record TextRange(int line, int column, int endLine, int endColumn) {
  public TextRange {
    if (line < 1 || column < 1 || endLine < line) {
      throw new IllegalArgumentException(
          "not a text range: " + line + ":" + column + " to " + endLine + ":" + endColumn);
    }
  }
}
