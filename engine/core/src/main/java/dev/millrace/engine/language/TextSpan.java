package dev.millrace.engine.language;

/**
 * A stretch of a document: offsets from 0 in UTF-16 units, line ends counted as single line feeds.
 *
 * @param end behind the last character
 */
public record TextSpan(int start, int end) {
  public TextSpan {
    if (start < 0 || end < start) {
      throw new IllegalArgumentException("not a span: " + start + " to " + end);
    }
  }

  /** Whether an offset is inside, or right behind the last character. */
  public boolean touches(int offset) {
    return start <= offset && offset <= end;
  }
}
