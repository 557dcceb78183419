package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.language.Diagnostic;
import dev.millrace.engine.problem.Severity;

/**
 * A problem at the place where its text stands now.
 *
 * @param end behind the last character
 */
public record Mark(int start, int end, Diagnostic diagnostic) {
  public Mark {
    requireNonNull(diagnostic, "diagnostic");
  }

  public static Mark of(Diagnostic diagnostic) {
    return new Mark(diagnostic.span().start(), diagnostic.span().end(), diagnostic);
  }

  public Severity severity() {
    return diagnostic.problem().severity();
  }

  boolean covers(int offset) {
    return start <= offset && offset < Math.max(end, start + 1);
  }

  /** The mark after characters were replaced before, in or behind it. */
  Mark moved(int position, int removed, int inserted) {
    return new Mark(
        moved(start, position, removed, inserted),
        moved(end, position, removed, inserted),
        diagnostic);
  }

  private static int moved(int offset, int position, int removed, int inserted) {
    if (offset <= position) {
      return offset;
    }
    return offset >= position + removed ? offset - removed + inserted : position + inserted;
  }
}
