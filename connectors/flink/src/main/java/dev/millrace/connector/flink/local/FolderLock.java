package dev.millrace.connector.flink.local;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A lock among processes, and among the threads of this one; freed when its holder dies. */
final class FolderLock implements AutoCloseable {
  private static final long PAUSE_MILLIS = 50;

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Takes the lock if it is free now. */
  static Optional<FolderLock> tryTake(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock lock = tryLock(channel);
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    return Optional.of(new FolderLock(channel));
  }

  /** Waits for the lock. */
  static Optional<FolderLock> take(Path file, Duration atMost)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    Optional<FolderLock> lock = tryTake(file);
    while (lock.isEmpty() && System.nanoTime() - end < 0) {
      Thread.sleep(PAUSE_MILLIS);
      lock = tryTake(file);
    }
    return lock;
  }

  /** Whether another process holds it; only for callers that keep others from starting one. */
  static boolean isHeld(Path file) throws IOException {
    if (!Files.exists(file)) {
      return false;
    }
    Optional<FolderLock> lock = tryTake(file);
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isEmpty();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }
}
