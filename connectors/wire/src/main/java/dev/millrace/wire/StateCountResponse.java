package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How much each state of an operator holds.
 *
 * @param why why the keyed states cannot be counted; null when they were
 */
public record StateCountResponse(List<Count> states, @Nullable String why) {
  /**
   * One state.
   *
   * @param entries values, elements of lists, pairs of maps, timers
   * @param bytes of keys and values as they were written
   */
  public record Count(String name, long entries, long bytes) {}
}
