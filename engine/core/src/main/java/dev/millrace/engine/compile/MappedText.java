package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.sql.SqlLines;
import dev.millrace.jinja.Rendered;
import dev.millrace.jinja.SourceMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Text put together from pieces, each of which knows where its characters came from. */
final class MappedText {
  private final String text;
  private final List<Piece> pieces;

  /**
   * A piece that reaches to the next one's start.
   *
   * @param skipped characters of the origin before the piece begins
   */
  private record Piece(int start, int skipped, Origin origin) {
    SourcePosition locate(int offset) {
      return switch (origin) {
        case Origin.Template template ->
            Faults.position(template.map().locate(Math.max(offset - start, 0) + skipped));
        case Origin.Made made -> made.place();
      };
    }
  }

  private sealed interface Origin {
    /**
     * @param length of all that the template rendered
     */
    record Template(SourceMap map, int length) implements Origin {}

    record Made(SourcePosition place) implements Origin {}
  }

  private MappedText(String text, List<Piece> pieces) {
    this.text = requireNonNull(text, "text");
    this.pieces = List.copyOf(pieces);
  }

  /** What a template rendered. */
  static MappedText of(Rendered rendered) {
    Origin origin = new Origin.Template(rendered.map(), rendered.text().length());
    return new MappedText(rendered.text(), List.of(new Piece(0, 0, origin)));
  }

  /** Text that was made, on account of one place. */
  static MappedText made(String text, SourcePosition place) {
    return new MappedText(text, List.of(new Piece(0, 0, new Origin.Made(place))));
  }

  String text() {
    return text;
  }

  MappedText then(MappedText next) {
    List<Piece> joined = new ArrayList<>(pieces);
    next.pieces.forEach(
        piece ->
            joined.add(new Piece(piece.start() + text.length(), piece.skipped(), piece.origin())));
    return new MappedText(text + next.text, joined);
  }

  /** The characters from one offset up to another. */
  MappedText part(int from, int to) {
    List<Piece> kept = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      if (end(i) > from && piece.start() < to) {
        int skipped = Math.max(from - piece.start(), 0);
        kept.add(
            new Piece(
                Math.max(piece.start() - from, 0), piece.skipped() + skipped, piece.origin()));
      }
    }
    if (kept.isEmpty()) {
      kept.add(new Piece(0, 0, new Origin.Made(locate(from))));
    }
    return new MappedText(text.substring(from, to), kept);
  }

  private int end(int piece) {
    return piece + 1 < pieces.size() ? pieces.get(piece + 1).start() : text.length();
  }

  /** Where the character at an offset came from. */
  SourcePosition locate(int offset) {
    Piece found = pieces.getFirst();
    for (Piece piece : pieces) {
      if (piece.start() <= offset) {
        found = piece;
      }
    }
    return found.locate(offset);
  }

  SourceLocator locator() {
    return new SourceLocator() {
      @Override
      public SourcePosition locate(int line, int column) {
        return MappedText.this.locate(new SqlLines(text).offset(line, column));
      }

      @Override
      public Optional<CompiledText> text() {
        return Optional.of(compiled());
      }
    };
  }

  /** The text with its map as a list. */
  CompiledText compiled() {
    List<CompiledText.Segment> segments = new ArrayList<>();
    for (int i = 0; i < pieces.size(); i++) {
      Piece piece = pieces.get(i);
      int end = end(i);
      switch (piece.origin()) {
        case Origin.Template template -> add(template, piece, end, segments);
        case Origin.Made made -> {
          if (end > piece.start()) {
            segments.add(
                new CompiledText.Segment(piece.start(), end, made.place().file(), 0, false));
          }
        }
      }
    }
    return new CompiledText(text, segments);
  }

  private static void add(
      Origin.Template template, Piece piece, int end, List<CompiledText.Segment> segments) {
    int shift = piece.start() - piece.skipped();
    for (SourceMap.Segment segment : template.map().segments(template.length())) {
      int from = Math.max(segment.start() + shift, piece.start());
      int to = Math.min(segment.end() + shift, end);
      if (to > from) {
        int inside = segment.copied() ? from - shift - segment.start() : 0;
        segments.add(
            new CompiledText.Segment(
                from, to, segment.template(), segment.source() + inside, segment.copied()));
      }
    }
  }
}
