package dev.millrace.it.story;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;

/** Waits for something that must come true, looking again and again until a deadline. */
final class Eventually {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private Eventually() {}

  static void holds(String what, Callable<Boolean> condition) throws Exception {
    Instant until = Instant.now().plus(PATIENCE);
    while (!condition.call()) {
      if (Instant.now().isAfter(until)) {
        throw new AssertionError("within " + PATIENCE.toSeconds() + " s there was no " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
    }
  }
}
