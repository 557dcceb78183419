package dev.millrace.app.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.Engine;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An engine for as long as it is needed. It stays open until the lease is closed, also when the
 * folder has been read again meanwhile. Never use it on the FX thread: its calls may take seconds.
 */
public final class EngineLease implements AutoCloseable {
  private final SharedEngine shared;
  private final AtomicBoolean closed = new AtomicBoolean();

  EngineLease(SharedEngine shared) {
    this.shared = requireNonNull(shared, "shared");
  }

  public Engine engine() {
    if (closed.get()) {
      throw new IllegalStateException("the lease is closed");
    }
    return shared.engine();
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      shared.giveBack();
    }
  }
}
