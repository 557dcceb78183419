package dev.millrace.connector.flink.rest;

import java.time.Duration;
import java.util.concurrent.CancellationException;

/** Waiting that ends when the thread is interrupted. */
public final class Pauses {
  private Pauses() {}

  /**
   * @throws CancellationException when this thread is interrupted; it stays so
   */
  public static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException e) {
      throw cancelled(e);
    }
  }

  /** What to throw for an interruption; marks the thread as interrupted again. */
  public static CancellationException cancelled(InterruptedException e) {
    Thread.currentThread().interrupt();
    CancellationException cancelled = new CancellationException("cancelled");
    cancelled.initCause(e);
    return cancelled;
  }
}
