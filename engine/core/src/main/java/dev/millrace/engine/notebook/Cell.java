package dev.millrace.engine.notebook;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One cell, as it stands in the file.
 *
 * @param marker its {@code -- %%} line with the line end; empty for text before the first one
 * @param body everything up to the next marker, line ends as they are
 */
public record Cell(String marker, String body) {
  private static final Pattern MARKER = Pattern.compile("--[ \\t]*%%(?<rest>[^\\r\\n]*)\\R?");
  private static final Pattern BRACKETED =
      Pattern.compile("\\[(?<kind>markdown|md|sql)]", Pattern.CASE_INSENSITIVE);
  private static final Pattern BARE =
      Pattern.compile("(?<kind>markdown|md|sql)(?=\\s|$)", Pattern.CASE_INSENSITIVE);
  private static final Pattern COMMENT = Pattern.compile("--[ \\t]?");

  public Cell {
    requireNonNull(marker, "marker");
    requireNonNull(body, "body");
    if (!marker.isEmpty() && !isMarker(marker)) {
      throw new IllegalArgumentException("not the marker of a cell: " + marker);
    }
    if (Arrays.stream(body.split("\n", -1)).anyMatch(Cell::isMarker)) {
      throw new IllegalArgumentException("the body of a cell holds the marker of another");
    }
  }

  /** A new cell whose lines end with a line feed; markdown becomes a comment. */
  public static Cell of(CellKind kind, String source) {
    return new Cell(kind == CellKind.SQL ? "-- %%\n" : "-- %% [markdown]\n", "").withSource(source);
  }

  /** Whether a line begins a cell: {@code -- %%}, with a blank or a bracket after it or nothing. */
  static boolean isMarker(String line) {
    Matcher matcher = MARKER.matcher(line);
    return matcher.matches()
        && (matcher.group("rest").isEmpty()
            || " \t[".indexOf(matcher.group("rest").charAt(0)) >= 0);
  }

  public CellKind kind() {
    String rest = rest();
    Matcher bracketed = BRACKETED.matcher(rest);
    Matcher bare = BARE.matcher(rest);
    String kind =
        bracketed.find() ? bracketed.group("kind") : bare.lookingAt() ? bare.group("kind") : "sql";
    return kind.toLowerCase(Locale.ROOT).equals("sql") ? CellKind.SQL : CellKind.MARKDOWN;
  }

  /** What the marker says besides the kind; often empty. */
  public String title() {
    String rest = rest();
    Matcher bracketed = BRACKETED.matcher(rest);
    if (bracketed.find()) {
      return (rest.substring(0, bracketed.start()) + rest.substring(bracketed.end())).strip();
    }
    return BARE.matcher(rest).lookingAt()
        ? BARE.matcher(rest).replaceFirst("").strip()
        : rest.strip();
  }

  /**
   * What a reader edits: SQL as it is, Markdown without the {@code --} before its lines; lines end
   * with a line feed, blanks at the end are left out.
   */
  public String source() {
    String text = body.replace("\r\n", "\n").stripTrailing();
    return kind() == CellKind.MARKDOWN && isCommented(text)
        ? text.lines()
            .map(line -> COMMENT.matcher(line).replaceFirst(""))
            .collect(Collectors.joining("\n"))
        : text;
  }

  /**
   * The cell with another source; line ends, blanks at the end and comment signs are kept as they
   * were, and the same source gives the same cell.
   *
   * @throws IllegalArgumentException when the source holds the marker of a cell
   */
  public Cell withSource(String source) {
    String text = source.replace("\r\n", "\n").stripTrailing();
    if (text.equals(source())) {
      return this;
    }
    String lines =
        kind() == CellKind.MARKDOWN && (source().isEmpty() || isCommented(bodyLines()))
            ? text.lines()
                .map(line -> line.isEmpty() ? "--" : "-- " + line)
                .collect(Collectors.joining("\n"))
            : text;
    String newline = (marker + body).contains("\r\n") ? "\r\n" : "\n";
    String tail = body.substring(body.stripTrailing().length());
    String end = body.isEmpty() ? newline : tail;
    boolean open = !marker.isEmpty() && !marker.endsWith("\n");
    return new Cell(open ? marker + newline : marker, lines.replace("\n", newline) + end);
  }

  /** How many lines the marker takes: 1, or 0 before the first marker. */
  int markerLines() {
    return marker.isEmpty() ? 0 : 1;
  }

  /** The text in the file. */
  String text() {
    return marker + body;
  }

  private String bodyLines() {
    return body.replace("\r\n", "\n").stripTrailing();
  }

  private String rest() {
    Matcher matcher = MARKER.matcher(marker);
    return matcher.matches() ? matcher.group("rest").strip() : "";
  }

  private static boolean isCommented(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    return !lines.isEmpty() && lines.stream().allMatch(line -> line.startsWith("--"));
  }
}
