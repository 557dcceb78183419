package dev.millrace.engine.query;

import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes rows for people and programs. */
public final class ResultWriter {
  private ResultWriter() {}

  /**
   * A text table with a header, cut with an ellipsis to fit the width.
   *
   * @param width of the terminal in columns; 0 for no limit
   */
  public static String table(List<Column> columns, List<List<@Nullable Object>> rows, int width) {
    throw new UnsupportedOperationException(columns + " " + rows + width);
  }

  /** One JSON object, by column name, with no line end. */
  public static String json(List<Column> columns, List<@Nullable Object> row) {
    throw new UnsupportedOperationException(columns + " " + row);
  }

  /** As {@link #json(List, List)} with the kind of change first, as {@code _kind}. */
  public static String json(List<Column> columns, Row change) {
    throw new UnsupportedOperationException(columns + " " + change);
  }

  /** RFC 4180 with a header; NULL is an empty field, empty text is quoted. */
  public static String csv(List<Column> columns, List<List<@Nullable Object>> rows) {
    throw new UnsupportedOperationException(columns + " " + rows);
  }

  /** One value as people read it. */
  public static String text(@Nullable Object value) {
    throw new UnsupportedOperationException(String.valueOf(value));
  }
}
