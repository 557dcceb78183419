package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

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
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/** A file of this machine, readable by its owner alone. */
record SqliteStorage(Path file) implements Storage {
  private static final Duration BUSY = Duration.ofSeconds(20);

  SqliteStorage {
    requireNonNull(file, "file");
  }

  @Override
  public String name() {
    return file.toString();
  }

  @Override
  public Handle open() throws IOException {
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
    migrate(source, jdbi);
    return jdbi.open();
  }

  @Override
  public void beginWrite(Handle handle) {
    // Every transaction is IMMEDIATE, and there is one writer.
  }

  @Override
  public Instant now(Handle handle, Clock clock) {
    return clock.instant();
  }

  @Override
  public boolean isUsable(Handle handle) {
    return true;
  }

  @Override
  public String remedy() {
    return "Check that the disk has room and that the file is yours to write";
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

  private void migrate(SQLiteDataSource source, Jdbi jdbi) throws IOException {
    if (schema(jdbi).equals(Optional.of(Migrations.NEWEST))) {
      return;
    }
    // SQLite has no lock that Flyway could hold while it migrates.
    Path lockFile = file.resolveSibling(file.getFileName() + ".migrating");
    try (FileChannel channel =
            FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = lock(channel)) {
      requireNonNull(lock, "lock");
      Migrations.of(source, "INTEGER PRIMARY KEY AUTOINCREMENT").load().migrate();
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
          return tables.isEmpty() ? Optional.empty() : Migrations.version(handle);
        });
  }
}
