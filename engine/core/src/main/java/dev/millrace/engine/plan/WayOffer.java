package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.state.Way;
import java.util.Optional;

/**
 * Something that can become of the whole state of a job, or why it cannot.
 *
 * @param keeps what goes on, half a sentence
 * @param loses what does not, half a sentence
 * @param refusal why this cannot be chosen, half a sentence; empty when it can
 */
public record WayOffer(Way way, String keeps, String loses, Optional<String> refusal) {
  public WayOffer {
    requireNonNull(way, "way");
    requireNonNull(keeps, "keeps");
    requireNonNull(loses, "loses");
    requireNonNull(refusal, "refusal");
  }

  /** Whether it can be chosen. */
  public boolean isPossible() {
    return refusal.isEmpty();
  }

  /** The same, which cannot be chosen where there is something against it. */
  WayOffer unless(Optional<String> against) {
    return new WayOffer(way, keeps, loses, refusal.or(() -> against));
  }

  /** What it means, one sentence without its full stop. */
  public String sentence() {
    return refusal.map(why -> "not possible: " + why).orElseGet(() -> keeps + "; " + loses);
  }
}
