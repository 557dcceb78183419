package dev.millrace.jinja.syntax;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.Position;
import java.util.Arrays;

/** A template's source with its name and the place of its first character in the file. */
public final class SourceText {
  private final String name;
  private final String text;
  private final int firstLine;
  private final int firstColumn;
  private final int[] lineStarts;

  /**
   * @param name what positions call the template
   * @param text the source; its line ends become single line feeds
   * @param firstLine the line of the first character, from 1
   * @param firstColumn the column of the first character, from 1
   */
  public SourceText(String name, String text, int firstLine, int firstColumn) {
    this.name = requireNonNull(name, "name");
    this.text = normalise(text);
    this.firstLine = firstLine;
    this.firstColumn = firstColumn;
    this.lineStarts = lineStarts(this.text);
  }

  public String name() {
    return name;
  }

  public String text() {
    return text;
  }

  /** The position of an offset; offsets behind the end count as the end. */
  public Position position(int offset) {
    int inside = Math.max(0, Math.min(offset, text.length()));
    int found = Arrays.binarySearch(lineStarts, inside);
    int line = found >= 0 ? found : -found - 2;
    int column = inside - lineStarts[line] + (line == 0 ? firstColumn : 1);
    return new Position(name, firstLine + line, column);
  }

  private static String normalise(String text) {
    if (text.indexOf('\r') < 0) {
      return text;
    }
    return text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static int[] lineStarts(String text) {
    int[] starts = new int[16];
    int count = 1;
    for (int at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
      if (count == starts.length) {
        starts = Arrays.copyOf(starts, count * 2);
      }
      starts[count++] = at + 1;
    }
    return Arrays.copyOf(starts, count);
  }
}
