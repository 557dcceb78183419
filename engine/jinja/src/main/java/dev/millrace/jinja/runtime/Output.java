package dev.millrace.jinja.runtime;

import dev.millrace.jinja.EvaluationException;
import dev.millrace.jinja.Rendered;
import dev.millrace.jinja.SourceMap;
import dev.millrace.jinja.SourceMap.Origin;
import dev.millrace.jinja.syntax.SourceText;
import java.util.Arrays;

/** Collects text together with where it came from. */
final class Output {
  private final SourceText source;
  private final int limit;
  private final StringBuilder text = new StringBuilder();
  private static final int MAX_PIECES = 4_000_000;

  private int[] offsets = new int[8];
  private Origin[] origins = new Origin[8];
  private int pieces;
  // What typed mode asks for: the value, when only one was printed and no text stands beside it.
  private Object only = "";
  private int parts;

  Output(SourceText source, int limit) {
    this.source = source;
    this.limit = limit;
  }

  /** Notes that a value is about to be written. */
  void note(Object value) {
    only = value;
    parts++;
  }

  /** The only value that was written, or else the text. */
  Object value() {
    return parts == 1 ? only : text();
  }

  void write(String piece, Origin origin) {
    if (piece.isEmpty()) {
      return;
    }
    if (piece.length() > limit - text.length()) {
      throw EvaluationException.limit("the output is longer than " + limit + " characters");
    }
    if (pieces >= MAX_PIECES) {
      throw EvaluationException.limit("the output is put together from too many pieces");
    }
    if (pieces == offsets.length) {
      offsets = Arrays.copyOf(offsets, pieces * 2);
      origins = Arrays.copyOf(origins, pieces * 2);
    }
    offsets[pieces] = text.length();
    origins[pieces++] = origin;
    text.append(piece);
  }

  boolean isEmpty() {
    return pieces == 0;
  }

  String text() {
    return text.toString();
  }

  SourceMap map() {
    return new SourceMap(source, Arrays.copyOf(offsets, pieces), Arrays.copyOf(origins, pieces));
  }

  Rendered rendered() {
    return new Rendered(text(), map());
  }
}
