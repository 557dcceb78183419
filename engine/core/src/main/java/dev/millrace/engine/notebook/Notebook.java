package dev.millrace.engine.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A SQL file as a row of cells, in the percent format: a line {@code -- %%} begins a cell, {@code
 * -- %% [markdown]} one of text, whose lines are comments.
 *
 * <p>Immutable. {@link #text()} of a parsed notebook is the file, character by character; edits
 * change what they name and nothing else.
 *
 * @param preamble blanks, or a byte order mark, before the first cell
 */
public record Notebook(String preamble, List<Cell> cells) {
  private static final long MAX_BYTES = 16L * 1024 * 1024;

  public Notebook {
    requireNonNull(preamble, "preamble");
    cells = List.copyOf(cells);
  }

  /** Cuts a text into cells; any text is a notebook, one without markers has one cell. */
  public static Notebook parse(String text) {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (String line : lines(text)) {
      boolean first = piece.isEmpty() && pieces.isEmpty();
      if (Cell.isMarker(first ? withoutMark(line) : line)) {
        if (first) {
          piece.append(line, 0, line.length() - withoutMark(line).length());
        }
        pieces.add(piece.toString());
        piece.setLength(0);
        piece.append(first ? withoutMark(line) : line);
      } else {
        piece.append(line);
      }
    }
    pieces.add(piece.toString());
    List<Cell> cells = new ArrayList<>();
    String head = pieces.getFirst();
    String preamble = withoutMark(head).isBlank() ? head : head.substring(0, mark(head));
    if (preamble.length() < head.length()) {
      cells.add(new Cell("", head.substring(preamble.length())));
    }
    for (String cell : pieces.subList(1, pieces.size())) {
      int end = lines(cell).getFirst().length();
      cells.add(new Cell(cell.substring(0, end), cell.substring(end)));
    }
    return new Notebook(preamble, cells);
  }

  /**
   * Reads a file.
   *
   * @param shown how messages name it
   * @throws MillraceException USAGE when there is none, PROJECT_FILE_INVALID when it is no UTF-8
   *     text
   */
  public static Notebook read(Path file, String shown) {
    if (!Files.isRegularFile(file)) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "There is no file " + shown)
              .remedy("Name a notebook, for example analyses/orders.sql"));
    }
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw invalid(shown, "The file is larger than " + MAX_BYTES / (1024 * 1024) + " MB", null);
      }
      return parse(Files.readString(file));
    } catch (CharacterCodingException e) {
      throw invalid(shown, "The file is not UTF-8 text", e);
    } catch (IOException e) {
      throw invalid(shown, "The file cannot be read: " + e.getMessage(), e);
    }
  }

  private static MillraceException invalid(
      String shown, String message, @org.jspecify.annotations.Nullable Throwable cause) {
    return new MillraceException(
        Problem.error(ProblemCode.PROJECT_FILE_INVALID, message).at(SourcePosition.of(shown)),
        cause);
  }

  /** The file's text. */
  public String text() {
    StringBuilder text = new StringBuilder(preamble);
    cells.forEach(cell -> text.append(cell.text()));
    return text.toString();
  }

  /** The line of the file, from 1, on which the body of a cell begins. */
  public int firstLine(int index) {
    StringBuilder before = new StringBuilder(preamble);
    cells.subList(0, index).forEach(cell -> before.append(cell.text()));
    long line = 1 + before.chars().filter(character -> character == '\n').count();
    return Math.toIntExact(line) + cells.get(index).markerLines();
  }

  /** The notebook with another cell at a place. */
  public Notebook with(int index, Cell cell) {
    List<Cell> changed = new ArrayList<>(cells);
    changed.set(index, cell);
    return joined(changed);
  }

  /**
   * The notebook with another source of a cell, which becomes several cells where it holds markers.
   */
  public Notebook withSource(int index, String source) {
    Cell cell = cells.get(index);
    String[] lines = source.split("\n", -1);
    if (Arrays.stream(lines).noneMatch(Cell::isMarker)) {
      Cell changed = cell.withSource(source);
      return changed.equals(cell) ? this : with(index, changed);
    }
    StringBuilder text = new StringBuilder(preamble);
    cells.subList(0, index).forEach(before -> text.append(before.text()));
    String newline = text().contains("\r\n") ? "\r\n" : "\n";
    text.append(cell.marker());
    if (!cell.marker().isEmpty() && !cell.marker().endsWith("\n")) {
      text.append(newline);
    }
    text.append(String.join(newline, lines));
    if (!source.endsWith("\n")) {
      text.append(newline);
    }
    cells.subList(index + 1, cells.size()).forEach(after -> text.append(after.text()));
    return parse(text.toString());
  }

  /** The notebook with one more cell, which gets this place. */
  public Notebook insert(int index, Cell cell) {
    List<Cell> changed = new ArrayList<>(cells);
    changed.add(index, cell);
    return joined(changed);
  }

  /** The notebook without a cell. */
  public Notebook remove(int index) {
    List<Cell> changed = new ArrayList<>(cells);
    changed.remove(index);
    return joined(changed);
  }

  /** The notebook with a cell moved to another place. */
  public Notebook move(int from, int to) {
    List<Cell> changed = new ArrayList<>(cells);
    changed.add(to, changed.remove(from));
    return joined(changed);
  }

  /** Cells that were last may lack a line end, and the first one a marker. */
  private Notebook joined(List<Cell> changed) {
    String newline = text().contains("\r\n") ? "\r\n" : "\n";
    List<Cell> joined = new ArrayList<>();
    for (int i = 0; i < changed.size(); i++) {
      Cell cell = changed.get(i);
      String marker = cell.marker().isEmpty() && i > 0 ? "-- %%" + newline : cell.marker();
      if (!marker.isEmpty() && !marker.endsWith("\n")) {
        marker += i + 1 < changed.size() || !cell.body().isEmpty() ? newline : "";
      } else if (marker.endsWith("\n") && !marker.endsWith("\r\n") && newline.length() == 2) {
        marker = marker.stripTrailing() + newline;
      }
      String body = cell.body();
      if (i + 1 < changed.size() && !body.isEmpty() && !body.endsWith("\n")) {
        body += newline;
      }
      joined.add(new Cell(marker, body));
    }
    return new Notebook(preamble, joined);
  }

  /** The lines with their ends. */
  private static List<String> lines(String text) {
    List<String> lines = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      int next = end < 0 ? text.length() : end + 1;
      lines.add(text.substring(start, next));
      start = next;
    }
    return lines;
  }

  private static int mark(String text) {
    return text.startsWith("\uFEFF") ? 1 : 0;
  }

  private static String withoutMark(String text) {
    return text.substring(mark(text));
  }
}
