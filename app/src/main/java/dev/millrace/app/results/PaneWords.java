package dev.millrace.app.results;

import dev.millrace.app.fx.Text;
import dev.millrace.app.shell.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a pane says of its state, in words. */
final class PaneWords {
  private final Text text = Text.beside(PaneWords.class);

  /** One or two words for the phase. */
  String phase(PaneState state) {
    return text.get("phase." + state.phase());
  }

  /** What stands in an empty pane. */
  String explanation(PaneState state, PaneCounts counts) {
    return switch (state.phase()) {
      case STARTING -> state.message().isEmpty() ? text.get("empty.STARTING") : state.message();
      case FAILED -> state.failure().map(Failures::sentence).orElse("");
      case SUBMITTING -> text.get("empty.SUBMITTING");
      case FIRST_ROWS ->
          switch (state.mode()) {
            case LIVE -> text.get("empty.FIRST_ROWS.live");
            case SNAPSHOT -> text.get("empty.FIRST_ROWS.snapshot", counts.received());
          };
      case IDLE, RUNNING, CANCELLING, CANCELLED, UNCONFIRMED, COMPLETE, PARTIAL ->
          text.get("empty." + state.phase());
    };
  }

  /** Seconds with a tenth, minutes beyond one. */
  String elapsed(Duration elapsed) {
    return elapsed.compareTo(Duration.ofMinutes(1)) < 0
        ? text.get("elapsed.seconds", Math.round(elapsed.toMillis() / 100.0) / 10.0)
        : text.get("elapsed.minutes", elapsed.toMinutes(), elapsed.toSecondsPart());
  }

  /** How much was seen and what is not shown. */
  String counts(PaneState state, PaneCounts counts, int rows, Face face) {
    List<String> parts = new ArrayList<>();
    if (counts.received() > 0 || rows > 0) {
      if (face == Face.TABLE) {
        parts.add(text.get("count.rows", rows));
      }
      parts.add(text.get("count.changes", counts.received()));
    }
    long dropped =
        switch (face) {
          case TABLE -> counts.rowsDropped();
          case CHANGELOG -> counts.changesDropped();
        };
    if (dropped > 0) {
      parts.add(
          text.get(face == Face.TABLE ? "count.rows-dropped" : "count.changes-dropped", dropped));
    }
    if (state.phase() == Phase.PARTIAL) {
      parts.add(text.get("count.partial"));
    }
    return String.join("  ·  ", parts);
  }

  /** What came while the view stood still. */
  String waiting(PaneCounts counts) {
    return text.get("count.waiting", counts.waiting());
  }
}
