package dev.millrace.app.fx;

/**
 * The clock of live data: views drain what has come since the last tick, so that the cost of a view
 * follows the rate of the clock and not of the data.
 */
public interface Ticker {
  /**
   * Calls a drain ten times a second on the FX thread until the subscription is closed.
   *
   * @param drain must return within a few milliseconds
   */
  Subscription every(Runnable drain);

  /** Ends the calls; may be closed twice. */
  @FunctionalInterface
  interface Subscription extends AutoCloseable {
    @Override
    void close();
  }
}
