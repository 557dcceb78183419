package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import java.util.OptionalInt;

/**
 * One line of a diff.
 *
 * @param before 1-based line of what is deployed; empty for an added line
 * @param after 1-based line of what is planned; empty for a removed line
 */
public record DiffLine(Kind kind, OptionalInt before, OptionalInt after, String text) {
  public DiffLine {
    requireNonNull(kind, "kind");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
    requireNonNull(text, "text");
  }

  /** What a line is. */
  public enum Kind {
    /** In both, shown so that the reader knows where he is. */
    SAME,
    REMOVED,
    ADDED,
    /** Lines that are in both and left out. */
    GAP
  }
}
