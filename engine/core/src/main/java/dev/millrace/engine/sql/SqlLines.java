package dev.millrace.engine.sql;

/** Lines and columns of a text, 1-based, in UTF-16 units, as Flink's parser counts. */
public final class SqlLines {
  private final String text;

  public SqlLines(String text) {
    this.text = text;
  }

  /** The offset of a place; places behind the end of a line or of the text mean that end. */
  public int offset(int line, int column) {
    int start = 0;
    for (int i = 1; i < line; i++) {
      int end = text.indexOf('\n', start);
      if (end < 0) {
        return text.length();
      }
      start = end + 1;
    }
    int end = text.indexOf('\n', start);
    return Math.min(start + column - 1, end < 0 ? text.length() : end);
  }

  /** The line of an offset. */
  public int line(int offset) {
    int line = 1;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
      }
    }
    return line;
  }

  /** The column of an offset. */
  public int column(int offset) {
    return offset - text.lastIndexOf('\n', offset - 1);
  }
}
