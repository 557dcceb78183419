package dev.millrace.engine.inspect;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.plan.PlanWords;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words for what jobs remember, the same wherever it is shown. */
public final class MemoryWords {
  private MemoryWords() {}

  /** What was read and how old it is, such as {@code checkpoint 8812, 41 s ago - native}. */
  public static String source(StateSnapshot snapshot, Instant now) {
    return kind(snapshot)
        + " "
        + snapshot.number()
        + ", "
        + ago(snapshot.writtenAt(), now)
        + " - "
        + snapshot.format().name().toLowerCase(Locale.ROOT);
  }

  private static String kind(StateSnapshot snapshot) {
    return switch (snapshot.kind()) {
      case CHECKPOINT -> "checkpoint";
      case SAVEPOINT -> "savepoint";
      case UNKNOWN -> "checkpoint or savepoint";
    };
  }

  /** Since when a job has been remembering. */
  public static String start(Memory.Start start, Instant now) {
    return "its job began "
        + ago(start.at(), now)
        + start.from().map(path -> ", from " + path).orElse(", without state");
  }

  /** A moment by its age; two clocks may differ, and nothing is younger than now. */
  private static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return PlanWords.ago(age.isNegative() ? Duration.ZERO : age) + " ago";
  }

  /**
   * Where a source reads on.
   *
   * @param shown how many are named before the rest is only counted
   */
  public static String positions(List<StateSnapshot.Position> positions, int shown) {
    if (positions.isEmpty()) {
      return "positions, in a form of the connector's own";
    }
    List<String> named = new ArrayList<>();
    positions.stream()
        .limit(shown)
        .forEach(
            position ->
                named.add(
                    position.topic()
                        + "-"
                        + position.partition()
                        + " at "
                        + at(position.offset())));
    return "positions  " + listed(named, positions.size());
  }

  /** Offsets below zero stand for a place. */
  private static String at(long offset) {
    return switch (Math.clamp(offset, -4, 0)) {
      case -1 -> "its end";
      case -2 -> "its beginning";
      case -3 -> "the group's offset";
      default -> Long.toString(offset);
    };
  }

  /**
   * What a sink has written and not committed.
   *
   * @param shown how many are named before the rest is only counted
   */
  public static String transactions(List<String> transactions, int shown) {
    return transactions.isEmpty()
        ? "no transaction waits for its commit"
        : "transactions that wait for their commit: "
            + listed(transactions.stream().limit(shown).toList(), transactions.size());
  }

  private static String listed(List<String> named, int all) {
    int more = all - named.size();
    return String.join(", ", named) + (more > 0 ? ", and " + more + " more" : "");
  }

  /** Whether there is something to say of a state: timers are there whether any is set or not. */
  public static boolean isTold(Memory.Held held) {
    return held.state().kind() != StateSnapshot.StateKind.TIMERS
        || held.count().filter(count -> count.entries() > 0).isPresent();
  }

  /** How much a state holds, such as {@code 1,204 entries, 48 kB}. */
  public static String count(StateTools.Count count) {
    String entries =
        count.entries() == 1
            ? "1 entry"
            : String.format(Locale.ROOT, "%,d entries", count.entries());
    return count.bytes() > 0 ? entries + ", " + PlanWords.bytes(count.bytes()) : entries;
  }
}
