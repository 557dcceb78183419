package dev.millrace.sidecar;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Who holds the sidecar, and since when nobody does. Thread-safe. */
final class Leases {
  private final LongSupplier nanoClock;
  private final Map<String, Long> endByLease = new HashMap<>();
  private long lastUse;

  /**
   * @param nanoClock monotonic, so that a changed wall clock ends no lease
   */
  Leases(LongSupplier nanoClock) {
    this.nanoClock = nanoClock;
    this.lastUse = nanoClock.getAsLong();
  }

  /** Takes or renews a lease; one of no length is given back. */
  synchronized void hold(String id, Duration length) {
    use();
    if (length.isZero()) {
      endByLease.remove(id);
    } else {
      endByLease.put(id, nanoClock.getAsLong() + length.toNanos());
    }
  }

  /** Says that somebody has just asked for something. */
  synchronized void use() {
    lastUse = nanoClock.getAsLong();
  }

  /** Leases alive. */
  synchronized int count() {
    forgetEnded();
    return endByLease.size();
  }

  /** How long nobody has held the sidecar nor asked for anything; zero while held. */
  synchronized Duration idle() {
    forgetEnded();
    if (!endByLease.isEmpty()) {
      use();
    }
    return Duration.ofNanos(nanoClock.getAsLong() - lastUse);
  }

  private void forgetEnded() {
    long now = nanoClock.getAsLong();
    if (endByLease.values().removeIf(end -> end - now <= 0)) {
      // A client that died held it until now.
      lastUse = now;
    }
  }
}
