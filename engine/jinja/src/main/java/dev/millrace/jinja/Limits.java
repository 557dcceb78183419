package dev.millrace.jinja;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * What one render may use. Whatever reaches a limit ends with a {@link TemplateException} of kind
 * {@link ErrorKind#LIMIT}.
 *
 * @param maxOutputChars characters of rendered text, and of any single string made on the way
 * @param maxCallDepth macro calls open at the same time
 * @param maxSteps statements executed, loop turns and calls
 * @param maxRange elements of a {@code range}
 * @param maxAllocation characters plus 16 per list or dict element, summed over the whole render
 * @param deadline wall-clock time from the start of the render
 */
public record Limits(
    int maxOutputChars,
    int maxCallDepth,
    long maxSteps,
    long maxRange,
    long maxAllocation,
    Duration deadline) {

  /** Far above what real projects need, and low enough for one machine to survive. */
  public static final Limits DEFAULT =
      new Limits(32_000_000, 200, 20_000_000L, 1_000_000L, 320_000_000L, Duration.ofMillis(4500));

  public Limits {
    requireNonNull(deadline, "deadline");
    if (maxOutputChars < 1
        || maxCallDepth < 1
        || maxSteps < 1
        || maxRange < 1
        || maxAllocation < 1
        || !deadline.isPositive()) {
      throw new IllegalArgumentException("every limit must be positive");
    }
  }

  /** The same limits with another deadline. */
  public Limits withDeadline(Duration deadline) {
    return new Limits(maxOutputChars, maxCallDepth, maxSteps, maxRange, maxAllocation, deadline);
  }
}
