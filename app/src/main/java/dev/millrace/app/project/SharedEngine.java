package dev.millrace.app.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.Engine;

/** An engine that several borrow: closed when it was replaced and the last one gave it back. */
final class SharedEngine {
  private final Engine engine;
  private int borrowers;
  private boolean replaced;

  SharedEngine(Engine engine) {
    this.engine = requireNonNull(engine, "engine");
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
      engine.close();
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
      engine.close();
    }
  }
}
