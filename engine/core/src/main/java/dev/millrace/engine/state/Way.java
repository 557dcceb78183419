package dev.millrace.engine.state;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What becomes of the whole state of a job when another takes over, from most kept to least. */
public enum Way {
  /** What the new query can take goes on, operator by operator. */
  CARRY,
  /**
   * What waits for event time in the old job comes out before it stops; then its positions alone go
   * on.
   */
  DRAIN,
  /** The positions of sources go on: nothing is read twice or left out, all else begins empty. */
  POSITIONS,
  /** Nothing goes on: sources are read from where their tables say. */
  FRESH;

  /** As it is written: {@code positions}. */
  public String written() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The one that is written so; empty for other texts. */
  public static Optional<Way> named(String text) {
    return Arrays.stream(values()).filter(each -> each.written().equals(text)).findFirst();
  }

  /** Whether sources read on, and nothing else does. */
  public boolean keepsPositionsAlone() {
    return this == DRAIN || this == POSITIONS;
  }
}
