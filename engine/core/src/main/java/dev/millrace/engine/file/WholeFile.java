package dev.millrace.engine.file;

import static java.util.Objects.requireNonNull;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Replaces files so that a reader, a kill or a full disk meets the old content or the new one,
 * never half of it. What is written goes to a file beside it, ends on the disk, and is moved.
 */
public final class WholeFile {
  /** How the names of unfinished files end; whoever looks into a folder passes them over. */
  public static final String UNFINISHED = ".tmp";

  private WholeFile() {}

  /** Writes what a file is to hold; may close the stream. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /** The same for content at hand. */
  public static Path replace(Path file, byte[] content) throws IOException {
    return replace(file, out -> out.write(content));
  }

  /**
   * Replaces a file, or makes it with its folders. A link stays one, what it leads to is replaced;
   * who may read the file stays the same.
   *
   * @return the file that was written, which is another one than asked for behind a link
   * @throws IOException when it cannot be written; the old content stands
   */
  public static Path replace(Path file, Content content) throws IOException {
    boolean there = Files.exists(file);
    Path target = there ? file.toRealPath() : file.toAbsolutePath();
    Path folder = requireNonNull(target.getParent(), "folder");
    Files.createDirectories(folder);
    // Two processes may write one file at a time, so each has a name of its own.
    Path unfinished =
        folder.resolve("." + target.getFileName() + "." + UUID.randomUUID() + UNFINISHED);
    try {
      try (FileChannel channel =
              FileChannel.open(
                  unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
          OutputStream out = Channels.newOutputStream(channel)) {
        content.writeTo(new Uncloseable(out));
        // Otherwise the move may outlive a loss of power and the content not.
        channel.force(true);
      }
      if (there) {
        keepPermissions(target, unfinished);
      }
      try {
        Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
      } catch (AtomicMoveNotSupportedException e) {
        Files.move(unfinished, target, StandardCopyOption.REPLACE_EXISTING);
      }
      return target;
    } finally {
      Files.deleteIfExists(unfinished);
    }
  }

  private static void keepPermissions(Path from, Path to) throws IOException {
    PosixFileAttributeView known = Files.getFileAttributeView(from, PosixFileAttributeView.class);
    if (known != null) {
      Files.setPosixFilePermissions(to, known.readAttributes().permissions());
    }
  }

  /** Writers of JSON close what they are given; the file is still to be forced to the disk. */
  private static final class Uncloseable extends FilterOutputStream {
    Uncloseable(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
