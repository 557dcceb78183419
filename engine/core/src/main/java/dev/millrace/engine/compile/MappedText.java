package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.sql.SqlLines;
import dev.millrace.jinja.Rendered;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Text put together from pieces, each of which knows where its characters came from. */
final class MappedText {
  private final String text;
  private final List<Piece> pieces;

  /**
   * A piece that reaches to the next one's start.
   *
   * @param origin from an offset inside the piece to a place in the project's files
   */
  private record Piece(int start, IntFunction<SourcePosition> origin) {}

  private MappedText(String text, List<Piece> pieces) {
    this.text = requireNonNull(text, "text");
    this.pieces = List.copyOf(pieces);
  }

  /** What a template rendered. */
  static MappedText of(Rendered rendered) {
    return new MappedText(
        rendered.text(),
        List.of(new Piece(0, offset -> Faults.position(rendered.map().locate(offset)))));
  }

  /** Text that was made, on account of one place. */
  static MappedText made(String text, SourcePosition place) {
    return new MappedText(text, List.of(new Piece(0, offset -> place)));
  }

  String text() {
    return text;
  }

  MappedText then(MappedText next) {
    List<Piece> joined = new ArrayList<>(pieces);
    next.pieces.forEach(
        piece -> joined.add(new Piece(piece.start() + text.length(), piece.origin())));
    return new MappedText(text + next.text, joined);
  }

  /** The characters from one offset up to another. */
  MappedText part(int from, int to) {
    List<Piece> kept = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      int end = i + 1 < pieces.size() ? pieces.get(i + 1).start() : text.length();
      if (end > from && piece.start() < to) {
        int skipped = Math.max(from - piece.start(), 0);
        kept.add(
            new Piece(
                Math.max(piece.start() - from, 0),
                offset -> piece.origin().apply(offset + skipped)));
      }
    }
    if (kept.isEmpty()) {
      kept.add(new Piece(0, offset -> locate(from + offset)));
    }
    return new MappedText(text.substring(from, to), kept);
  }

  /** Where the character at an offset came from. */
  SourcePosition locate(int offset) {
    Piece found = pieces.getFirst();
    for (Piece piece : pieces) {
      if (piece.start() <= offset) {
        found = piece;
      }
    }
    return found.origin().apply(Math.max(offset - found.start(), 0));
  }

  SourceLocator locator() {
    return (line, column) -> locate(new SqlLines(text).offset(line, column));
  }
}
