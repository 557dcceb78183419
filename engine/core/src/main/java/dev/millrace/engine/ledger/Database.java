package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/** The database behind a ledger; every failure of it is LEDGER_UNAVAILABLE. */
final class Database implements AutoCloseable {
  private final Storage storage;
  private final Clock clock;

  private final ReentrantLock turn = new ReentrantLock();

  /**
   * One connection for all threads: opening one costs more than what it is used for. Absent after
   * it broke, until it is needed again.
   */
  private @Nullable Handle handle;

  private boolean closed;

  private Database(Storage storage, Clock clock) {
    this.storage = requireNonNull(storage, "storage");
    this.clock = requireNonNull(clock, "clock");
  }

  static Database open(Storage storage, Clock clock) {
    Database database = new Database(storage, clock);
    database.read(handle -> handle);
    return database;
  }

  String name() {
    return storage.name();
  }

  /** Runs in one transaction, with no other that writes beside it. */
  <T> T inTransaction(Function<Handle, T> work) {
    return use(
        handle ->
            handle.inTransaction(
                same -> {
                  storage.beginWrite(same);
                  return work.apply(same);
                }));
  }

  /** Runs in one transaction, with no other that writes beside it. */
  void useTransaction(Consumer<Handle> work) {
    inTransaction(
        handle -> {
          work.accept(handle);
          return true;
        });
  }

  /** Reads. */
  <T> T read(Function<Handle, T> work) {
    return use(work);
  }

  /** The time that all who use the ledger agree on. */
  Instant now(Handle handle) {
    return storage.now(handle, clock);
  }

  private <T> T use(Function<Handle, T> work) {
    turn.lock();
    try {
      if (closed) {
        throw unavailable(new IOException("it is closed"));
      }
      Handle open = handle;
      if (open == null) {
        open = storage.open();
        handle = open;
      }
      return work.apply(open);
    } catch (IOException | JdbiException | FlywayException e) {
      dropBroken();
      throw unavailable(e);
    } finally {
      turn.unlock();
    }
  }

  /** A connection that broke must not stand in the way of the next. */
  private void dropBroken() {
    Handle broken = handle;
    if (broken != null && !storage.isUsable(broken)) {
      handle = null;
      try {
        broken.close();
      } catch (JdbiException e) {
        // It is gone already.
        return;
      }
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      closed = true;
      if (handle != null) {
        handle.close();
        handle = null;
      }
    } finally {
      turn.unlock();
    }
  }

  private MillraceException unavailable(Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new MillraceException(
        Problem.error(
                ProblemCode.LEDGER_UNAVAILABLE,
                "The ledger " + storage.name() + " cannot be used: " + root.getMessage())
            .remedy(storage.remedy()),
        cause);
  }
}
