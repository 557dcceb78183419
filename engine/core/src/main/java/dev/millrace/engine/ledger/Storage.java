package dev.millrace.engine.ledger;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/** Where a ledger is kept, and what the two kinds of database do differently. */
sealed interface Storage permits SqliteStorage, PostgresStorage {
  /** As messages name it; no password in it. */
  String name();

  /**
   * Opens a connection, after the tables were made or brought up to date.
   *
   * @throws IOException or an unchecked exception of JDBI or Flyway
   */
  Handle open() throws IOException;

  /** Makes a transaction that writes the only one, for as long as it takes. */
  void beginWrite(Handle handle);

  /**
   * The time by the one clock that all users of the ledger share: signs of life of other machines
   * are compared with it.
   */
  Instant now(Handle handle, Clock clock);

  /** Whether a connection on which something failed can be used again. */
  boolean isUsable(Handle handle);

  /** What a user can do when it does not answer. */
  String remedy();
}
