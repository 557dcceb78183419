package dev.millrace.engine.compile;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.OptionalInt;

/**
 * Compiled SQL with a map to the text it was rendered from, both ways. Offsets count from 0 in
 * UTF-16 units; in source files as if their line ends were single line feeds.
 *
 * @param segments in order and without gaps
 */
public record CompiledText(String text, List<Segment> segments) {
  public CompiledText {
    requireNonNull(text, "text");
    segments = List.copyOf(segments);
  }

  /**
   * A stretch of compiled text that came from one place.
   *
   * @param start in the compiled text
   * @param end in the compiled text, behind its last character
   * @param file where it came from, as positions name it
   * @param source offset in the file
   * @param copied whether it stands in the file character by character; else the file has an
   *     expression there that printed it
   */
  public record Segment(int start, int end, String file, int source, boolean copied) {
    public Segment {
      requireNonNull(file, "file");
      if (start < 0 || end <= start || source < 0) {
        throw new IllegalArgumentException(
            "not a segment: " + start + " to " + end + ", from " + source);
      }
    }
  }

  /**
   * A place in a source file.
   *
   * @param exact whether this very character stands there; else the expression that printed it
   */
  public record Place(String file, int offset, boolean exact) {
    public Place {
      requireNonNull(file, "file");
    }
  }

  /**
   * Where the character at an offset came from.
   *
   * @param compiled from 0; behind the end means the end
   */
  public Place toSource(int compiled) {
    if (segments.isEmpty()) {
      return new Place("", 0, false);
    }
    int low = 0;
    int high = segments.size() - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (segments.get(middle).start() <= compiled) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    Segment segment = segments.get(low);
    int inside = Math.max(Math.min(compiled, segment.end()) - segment.start(), 0);
    return new Place(
        segment.file(), segment.source() + (segment.copied() ? inside : 0), segment.copied());
  }

  /**
   * Where a character of a source file went, or the nearest one before it that went anywhere.
   *
   * @return empty when nothing of the file up to there is in the compiled text
   */
  public OptionalInt toCompiled(String file, int source) {
    int best = -1;
    int nearest = -1;
    for (Segment segment : segments) {
      if (!segment.file().equals(file) || segment.source() > source) {
        continue;
      }
      int length = segment.copied() ? segment.end() - segment.start() : 1;
      int inside = Math.min(source - segment.source(), length);
      int reached = segment.source() + inside;
      // A loop copies the same place many times: the first copy stands for all.
      if (reached > nearest) {
        nearest = reached;
        best = segment.start() + (segment.copied() ? inside : 0);
      }
    }
    return best < 0 ? OptionalInt.empty() : OptionalInt.of(best);
  }
}
