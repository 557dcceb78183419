package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** The SQLite file behind a ledger; every failure of it is LEDGER_UNAVAILABLE. */
final class Database implements AutoCloseable {
  /** Version of the newest migration; a ledger that has it needs no look at the others. */
  static final String SCHEMA = "1";

  private static final Duration BUSY = Duration.ofSeconds(20);

  private final Path file;

  /** One connection for all threads: opening one costs more than what it is used for. */
  private final Handle handle;

  private final ReentrantLock turn = new ReentrantLock();

  private Database(Path file, Handle handle) {
    this.file = requireNonNull(file, "file");
    this.handle = requireNonNull(handle, "handle");
  }

  static Database open(Path file) {
    try {
      prepare(file);
      SQLiteConfig config = new SQLiteConfig();
      config.setJournalMode(SQLiteConfig.JournalMode.WAL);
      config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
      config.setBusyTimeout(Math.toIntExact(BUSY.toMillis()));
      // A transaction that will write says so at once: upgrading a read lock later can dead-lock.
      config.setTransactionMode(SQLiteConfig.TransactionMode.IMMEDIATE);
      config.enforceForeignKeys(true);
      SQLiteDataSource source = new SQLiteDataSource(config);
      source.setUrl("jdbc:sqlite:" + file);
      Jdbi jdbi = Jdbi.create(source);
      migrate(file, source, jdbi);
      return new Database(file, jdbi.open());
    } catch (IOException | JdbiException | FlywayException e) {
      throw unavailable(file, e);
    }
  }

  Path file() {
    return file;
  }

  /** Runs in one transaction. */
  <T> T inTransaction(Function<Handle, T> work) {
    turn.lock();
    try {
      return handle.inTransaction(work::apply);
    } catch (JdbiException e) {
      throw unavailable(file, e);
    } finally {
      turn.unlock();
    }
  }

  /** Runs in one transaction. */
  void useTransaction(Consumer<Handle> work) {
    turn.lock();
    try {
      handle.useTransaction(work::accept);
    } catch (JdbiException e) {
      throw unavailable(file, e);
    } finally {
      turn.unlock();
    }
  }

  /** Reads. */
  <T> T read(Function<Handle, T> work) {
    turn.lock();
    try {
      return work.apply(handle);
    } catch (JdbiException e) {
      throw unavailable(file, e);
    } finally {
      turn.unlock();
    }
  }

  @Override
  public void close() {
    turn.lock();
    try {
      handle.close();
    } finally {
      turn.unlock();
    }
  }

  private static void prepare(Path file) throws IOException {
    Path folder = requireNonNull(file.getParent(), "the ledger lies in a folder");
    boolean posix = folder.getFileSystem().supportedFileAttributeViews().contains("posix");
    Files.createDirectories(folder, attributes(posix, "rwx------"));
    try {
      // Made by us before SQLite does, so that nobody else can read it for a moment; SQLite gives
      // its side files the same mode.
      Files.createFile(file, attributes(posix, "rw-------"));
    } catch (FileAlreadyExistsException e) {
      return;
    }
  }

  private static FileAttribute<?>[] attributes(boolean posix, String mode) {
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode))
        }
        : new FileAttribute<?>[0];
  }

  private static void migrate(Path file, SQLiteDataSource source, Jdbi jdbi) throws IOException {
    if (schema(jdbi).equals(Optional.of(SCHEMA))) {
      return;
    }
    // SQLite has no lock that Flyway could hold while it migrates.
    Path lockFile = file.resolveSibling(file.getFileName() + ".migrating");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      requireNonNull(lock, "lock");
      Flyway.configure()
          .dataSource(source)
          .locations("classpath:dev/millrace/engine/ledger/migration")
          .placeholders(Map.of("identity", "INTEGER PRIMARY KEY AUTOINCREMENT"))
          .load()
          .migrate();
    }
  }

  private static FileLock lock(FileChannel channel) throws IOException {
    while (true) {
      try {
        return channel.lock();
      } catch (OverlappingFileLockException e) {
        // Another thread of this process migrates.
        Thread.onSpinWait();
      }
    }
  }

  private static Optional<String> schema(Jdbi jdbi) {
    return jdbi.withHandle(
        handle -> {
          List<String> tables =
              handle
                  .createQuery(
                      "SELECT name FROM sqlite_master WHERE name = 'flyway_schema_history'")
                  .mapTo(String.class)
                  .list();
          if (tables.isEmpty()) {
            return Optional.empty();
          }
          return handle
              .createQuery(
                  "SELECT version FROM flyway_schema_history WHERE success = 1"
                      + " ORDER BY installed_rank DESC LIMIT 1")
              .mapTo(String.class)
              .findOne();
        });
  }

  private static MillraceException unavailable(Path file, Exception cause) {
    Throwable root = cause;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return new MillraceException(
        Problem.error(
                ProblemCode.LEDGER_UNAVAILABLE,
                "The ledger " + file + " cannot be used: " + root.getMessage())
            .remedy("Check that the disk has room and that the file is yours to write"),
        cause);
  }
}
