package dev.millrace.app.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.Engine;

/** An engine that several borrow: closed when it was replaced and the last one gave it back. */
final class SharedEngine {
  private final Engine engine;
  private final Runnable ended;
  private int borrowers;
  private boolean replaced;

  /**
   * @param ended told once when the engine has been closed
   */
  SharedEngine(Engine engine, Runnable ended) {
    this.engine = requireNonNull(engine, "engine");
    this.ended = requireNonNull(ended, "ended");
  }

  Engine engine() {
    return engine;
  }

  /** Counts one more borrower; false when it is too late for that. */
  synchronized boolean borrow() {
    if (replaced && borrowers == 0) {
      return false;
    }
    borrowers++;
    return true;
  }

  void giveBack() {
    boolean last;
    synchronized (this) {
      borrowers--;
      last = replaced && borrowers == 0;
    }
    if (last) {
      end();
    }
  }

  /** Nobody new gets it. */
  void replace() {
    boolean unused;
    synchronized (this) {
      unused = !replaced && borrowers == 0;
      replaced = true;
    }
    if (unused) {
      end();
    }
  }

  private void end() {
    try {
      engine.close();
    } finally {
      ended.run();
    }
  }
}
