package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.syntax.SourceText;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where each character of a rendered text came from. Text copied from the template maps to its own
 * place; text printed by an expression maps to the expression.
 */
public final class SourceMap {
  private final SourceText start;
  private final int[] offsets;
  private final Origin[] origins;

  /**
   * For the engine.
   *
   * @param start the template that was rendered
   * @param offsets where the pieces of the output begin, ascending
   * @param origins the origin of each piece
   */
  public SourceMap(SourceText start, int[] offsets, Origin[] origins) {
    this.start = requireNonNull(start, "start");
    this.offsets = offsets.clone();
    this.origins = origins.clone();
  }

  /** The origin of one piece of output. */
  public sealed interface Origin {
    /** A stretch of template text, copied. */
    record Copied(SourceText source, int offset) implements Origin {}

    /** What an expression printed. */
    record Printed(SourceText source, int offset) implements Origin {}

    /** What an expression printed, where the printed text has a map of its own. */
    record Nested(SourceText source, int offset, @Nullable String macro, SourceMap inner)
        implements Origin {}
  }

  /**
   * One place with the macro calls that lead to it.
   *
   * @param position where the character stands, or the expression that printed it
   * @param frames the macro calls between the rendered template and that place, innermost first
   */
  public record Trace(Position position, List<MacroFrame> frames) {
    public Trace {
      requireNonNull(position, "position");
      frames = List.copyOf(frames);
    }
  }

  /**
   * The place in the rendered template that made the character at an offset of the output. Text
   * made by a macro maps to the place of the call.
   *
   * @param offsetInOutput from 0 up to the length of the output; the length maps to the end
   */
  public Position locate(int offsetInOutput) {
    int piece = piece(offsetInOutput);
    return piece < 0 ? start.position(0) : place(origins[piece], offsetInOutput - offsets[piece]);
  }

  /** The innermost known place that made a character, and the way to it. */
  public Trace trace(int offsetInOutput) {
    Deque<MacroFrame> frames = new ArrayDeque<>();
    SourceMap map = this;
    int offset = offsetInOutput;
    while (true) {
      int piece = map.piece(offset);
      if (piece < 0) {
        return new Trace(map.start.position(0), new ArrayList<>(frames));
      }
      int inside = offset - map.offsets[piece];
      Origin origin = map.origins[piece];
      if (!(origin instanceof Origin.Nested nested)) {
        return new Trace(place(origin, inside), new ArrayList<>(frames));
      }
      if (nested.macro() != null) {
        frames.push(new MacroFrame(nested.macro(), place(origin, inside)));
      }
      map = nested.inner();
      offset = inside;
    }
  }

  /**
   * A stretch of output that came from one place of the rendered template.
   *
   * @param start in the output
   * @param end in the output, behind its last character
   * @param template the name of the template that the source offset is in
   * @param source offset in the template's text, whose line ends are single line feeds
   * @param copied whether it was copied character by character; else it was printed by an
   *     expression, or by a macro it calls, that stands at the source offset
   */
  public record Segment(int start, int end, String template, int source, boolean copied) {
    public Segment {
      requireNonNull(template, "template");
    }
  }

  /**
   * The output cut into segments, in order and without gaps. Text made by a macro belongs to the
   * call.
   *
   * @param length of the output
   */
  public List<Segment> segments(int length) {
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < offsets.length; i++) {
      int end = i + 1 < offsets.length ? offsets[i + 1] : length;
      if (end > offsets[i]) {
        segments.add(segment(offsets[i], end, origins[i]));
      }
    }
    return segments;
  }

  private static Segment segment(int start, int end, Origin origin) {
    return switch (origin) {
      case Origin.Copied copied ->
          new Segment(start, end, copied.source().name(), copied.offset(), true);
      case Origin.Printed printed ->
          new Segment(start, end, printed.source().name(), printed.offset(), false);
      case Origin.Nested nested ->
          new Segment(start, end, nested.source().name(), nested.offset(), false);
    };
  }

  private int piece(int offset) {
    if (offset < 0) {
      throw new IndexOutOfBoundsException(offset);
    }
    int found = Arrays.binarySearch(offsets, offset);
    return found >= 0 ? found : -found - 2;
  }

  private static Position place(Origin origin, int inside) {
    return switch (origin) {
      case Origin.Copied copied -> copied.source().position(copied.offset() + inside);
      case Origin.Printed printed -> printed.source().position(printed.offset());
      case Origin.Nested nested -> nested.source().position(nested.offset());
    };
  }
}
