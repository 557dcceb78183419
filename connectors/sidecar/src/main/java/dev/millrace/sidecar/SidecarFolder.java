package dev.millrace.sidecar;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.sidecar.guard.Tokens;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The sidecar's folder, locked for one process as long as that process lives.
 *
 * <p>{@code lock} holds the process id and stays for ever; {@code work/} is emptied by each start;
 * {@code ready-*.json} is there while a sidecar answers; {@code contracts/} keeps what the state
 * tools have found out about plans.
 */
final class SidecarFolder implements AutoCloseable {
  private final Path folder;
  private final FileChannel lockFile;

  private SidecarFolder(Path folder, FileChannel lockFile) {
    this.folder = folder;
    this.lockFile = lockFile;
  }

  /**
   * Takes the lock, then removes what an earlier process left: unpacked jars of 24 to 46 MB, native
   * libraries, its token and its ready file.
   *
   * @return empty when another process has the lock
   */
  static Optional<SidecarFolder> claim(Path folder) throws IOException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    // The lock lives and dies with the channel, and the system frees it when the process is killed.
    FileLock lock = channel.tryLock();
    if (lock == null) {
      channel.close();
      return Optional.empty();
    }
    // For the one who finds the lock taken and nobody answering.
    channel.truncate(0);
    channel.write(ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(US_ASCII)));
    SidecarFolder claimed = new SidecarFolder(folder, channel);
    claimed.clean();
    return Optional.of(claimed);
  }

  Path work() {
    return folder.resolve("work");
  }

  /** Writes the token where Flink's factories read it. */
  Path writeToken(String token) throws IOException {
    Path file = work().resolve("token");
    Tokens.writePrivately(file, token.getBytes(UTF_8));
    return file;
  }

  /** Puts the ready file in its place, whole or not at all. */
  void writeReady(String name, byte[] content) throws IOException {
    Path unfinished = work().resolve(name);
    Tokens.writePrivately(unfinished, content);
    Files.move(unfinished, folder.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** From here on no client finds this sidecar. */
  void removeReady() throws IOException {
    try (var files = Files.newDirectoryStream(folder, "ready-*.json")) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void close() throws IOException {
    removeReady();
    lockFile.close();
  }

  private void clean() throws IOException {
    removeReady();
    if (Files.exists(work())) {
      Files.walkFileTree(work(), new Deletion());
    }
    Files.createDirectories(work().resolve("tmp"));
    Files.createDirectories(work().resolve("io"));
    Files.createDirectories(work().resolve("web"));
  }

  /** Deletes a tree without following links out of it. */
  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.delete(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
        throws IOException {
      if (failure != null) {
        throw failure;
      }
      Files.delete(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
