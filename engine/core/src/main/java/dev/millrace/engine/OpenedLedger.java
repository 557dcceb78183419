package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.ledger.Ledger;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The one ledger of an engine: opened when it is first asked for, or ahead of that in a thread of
 * its own, and closed with the engine. Thread-safe.
 */
final class OpenedLedger implements AutoCloseable {
  private final Supplier<Ledger> opening;
  private @Nullable Ledger ledger;
  private @Nullable CompletableFuture<Ledger> ahead;

  OpenedLedger(Supplier<Ledger> opening) {
    this.opening = requireNonNull(opening, "opening");
  }

  synchronized Ledger get() {
    Ledger known = ledger;
    if (known == null) {
      known = ahead == null ? opening.get() : opened(ahead);
      ledger = known;
    }
    return known;
  }

  private Ledger opened(CompletableFuture<Ledger> begun) {
    // It may be there by the next time.
    ahead = null;
    try {
      return begun.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  synchronized void ahead() {
    if (ledger == null && ahead == null) {
      ahead = CompletableFuture.supplyAsync(opening, Thread.ofVirtual()::start);
    }
  }

  @Override
  public synchronized void close() {
    if (ledger != null) {
      ledger.close();
    }
    if (ahead != null) {
      // Nobody needed it; what is still being opened must not stay open.
      CompletableFuture<?> unused = ahead.thenAccept(Ledger::close);
    }
    ledger = null;
    ahead = null;
  }
}
