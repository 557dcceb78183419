package dev.millrace.app.parts;

import java.time.Duration;
import java.util.Locale;

/** Lengths of time for people. */
public final class Spans {
  private Spans() {}

  /** Something that is measured, such as {@code 2.4 s} or {@code 3 min 12 s}. */
  public static String exact(Duration span) {
    if (span.toSeconds() < 60) {
      return String.format(Locale.ROOT, "%.1f s", Math.max(0, span.toMillis()) / 1000.0);
    }
    return span.toMinutes() + " min " + span.toSecondsPart() + " s";
  }

  /** An age, in its largest unit that says enough. */
  public static String rough(Duration span) {
    long seconds = Math.max(0, span.toSeconds());
    if (seconds < 120) {
      return seconds + " s";
    }
    if (seconds < 7_200) {
      return seconds / 60 + " min";
    }
    return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
  }
}
