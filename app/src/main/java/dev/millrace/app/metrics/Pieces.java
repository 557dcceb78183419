package dev.millrace.app.metrics;

import dev.millrace.engine.observe.LagPoint;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where a line has to be interrupted, since nothing was measured. */
final class Pieces {
  /** Jobs report every few seconds, older figures are kept for every twenty. */
  private static final Duration LONGEST_STEP = Duration.ofSeconds(50);

  private Pieces() {}

  /** Points that belong together; none of the pieces is empty. */
  static List<List<LagPoint>> of(List<LagPoint> points) {
    List<List<LagPoint>> pieces = new ArrayList<>();
    int from = 0;
    for (int at = 1; at <= points.size(); at++) {
      boolean ends =
          at == points.size()
              || Duration.between(points.get(at - 1).time(), points.get(at).time())
                      .compareTo(LONGEST_STEP)
                  > 0;
      if (ends) {
        pieces.add(points.subList(from, at));
        from = at;
      }
    }
    return pieces;
  }
}
