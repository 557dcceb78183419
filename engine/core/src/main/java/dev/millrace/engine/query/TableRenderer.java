package dev.millrace.engine.query;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Draws text tables: {@code | a | b |}, as dbt does. */
public final class TableRenderer {
  private static final int NARROWEST = 5;
  private static final int BORDER = "| ".length();
  private static final int GAP = " | ".length();
  private static final Pattern NUMBER =
      Pattern.compile("(TINYINT|SMALLINT|INT|INTEGER|BIGINT|DECIMAL|NUMERIC|FLOAT|DOUBLE)\\b.*");

  private TableRenderer() {}

  /**
   * The title of a column.
   *
   * @param rightAligned as numbers are
   */
  public record Heading(String title, boolean rightAligned) {}

  /** Whether values of this Flink type are numbers. */
  public static boolean isNumber(String type) {
    return NUMBER.matcher(type.toUpperCase(Locale.ROOT)).matches();
  }

  /**
   * A table, each line ended by a line feed.
   *
   * @param rows as many cells as there are headings; may hold any text
   * @param width of the terminal in columns: wide columns are cut, and where that is not enough the
   *     last ones left out and counted; 0 for no limit
   */
  public static String render(List<Heading> headings, List<List<String>> rows, int width) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(headings.stream().map(heading -> ValueText.printable(heading.title())).toList());
    rows.forEach(row -> lines.add(row.stream().map(ValueText::printable).toList()));

    int[] natural =
        IntStream.range(0, headings.size())
            .map(
                column ->
                    lines.stream()
                        .mapToInt(line -> DisplayWidth.of(line.get(column)))
                        .max()
                        .orElse(0))
            .toArray();
    int shown = width == 0 ? natural.length : columnsThatFit(natural, width);
    int[] widths = IntStream.of(natural).limit(shown).toArray();
    if (width > 0) {
      shrink(widths, width);
    }

    StringBuilder text = new StringBuilder();
    appendLine(text, lines.getFirst(), headings, widths);
    text.append('|');
    for (int columnWidth : widths) {
      text.append(' ').repeat('-', columnWidth).append(" |");
    }
    text.append('\n');
    lines.stream().skip(1).forEach(line -> appendLine(text, line, headings, widths));
    int hidden = natural.length - shown;
    if (hidden > 0) {
      text.append("… ").append(hidden).append(hidden == 1 ? " more column" : " more columns");
      text.append(" (the terminal is ").append(width).append(" wide)\n");
    }
    return text.toString();
  }

  private static int columnsThatFit(int[] natural, int width) {
    int used = BORDER - 1;
    for (int column = 0; column < natural.length; column++) {
      used += Math.min(natural[column], NARROWEST) + GAP;
      // One column is always shown, however narrow the terminal.
      if (used > width && column > 0) {
        return column;
      }
    }
    return natural.length;
  }

  /** Takes from the widest columns first, so that narrow ones stay whole. */
  private static void shrink(int[] widths, int width) {
    int excess = IntStream.of(widths).map(column -> column + GAP).sum() + BORDER - 1 - width;
    while (excess > 0) {
      int widest = 0;
      int second = 0;
      for (int column = 0; column < widths.length; column++) {
        if (widths[column] > widths[widest]) {
          widest = column;
        }
      }
      for (int column = 0; column < widths.length; column++) {
        if (widths[column] < widths[widest]) {
          second = Math.max(second, widths[column]);
        }
      }
      if (widths[widest] <= NARROWEST) {
        return;
      }
      int step = Math.min(excess, widths[widest] - Math.max(second, NARROWEST));
      widths[widest] -= Math.max(1, step);
      excess -= Math.max(1, step);
    }
  }

  private static void appendLine(
      StringBuilder text, List<String> cells, List<Heading> headings, int[] widths) {
    text.append('|');
    for (int column = 0; column < widths.length; column++) {
      String cell = DisplayWidth.cut(cells.get(column), widths[column]);
      int padding = widths[column] - DisplayWidth.of(cell);
      text.append(' ');
      if (headings.get(column).rightAligned()) {
        text.repeat(' ', padding).append(cell);
      } else {
        text.append(cell).repeat(' ', padding);
      }
      text.append(" |");
    }
    text.append('\n');
  }
}
