package dev.millrace.sidecar;

import java.util.concurrent.CountDownLatch;

/** Where the sidecar is between start and end. Thread-safe. */
final class Lifecycle {
  private final long startedAt;
  private final Leases leases;
  private final CountDownLatch stop = new CountDownLatch(1);
  private State state = State.STARTING;
  private String stopReason = "";

  /**
   * @param startedAt epoch milliseconds
   */
  Lifecycle(long startedAt, Leases leases) {
    this.startedAt = startedAt;
    this.leases = leases;
  }

  synchronized void ready() {
    if (state == State.STARTING) {
      state = State.READY;
    }
  }

  /** Asks for the end; the first reason counts. */
  synchronized void stop(String reason) {
    if (state != State.STOPPING) {
      state = State.STOPPING;
      stopReason = reason;
      stop.countDown();
    }
  }

  void awaitStop() throws InterruptedException {
    stop.await();
  }

  synchronized String stopReason() {
    return stopReason;
  }

  synchronized State state() {
    return state;
  }

  long startedAt() {
    return startedAt;
  }

  Leases leases() {
    return leases;
  }

  /** What {@link dev.millrace.wire.StatusResponse} tells, in lower case. */
  enum State {
    STARTING,
    READY,
    STOPPING
  }
}
