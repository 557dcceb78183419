package dev.millrace.sidecar.guard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/** Makes tokens and keeps them where only their owner can read them. */
public final class Tokens {
  private static final int BYTES = 32;

  private Tokens() {}

  /** 256 random bits, fit for a header and for a path. */
  public static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * Writes a new file that is private from its first moment on.
   *
   * @throws java.nio.file.FileAlreadyExistsException when the file exists
   */
  public static void writePrivately(Path file, byte[] content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), ownerOnly())) {
      ByteBuffer rest = ByteBuffer.wrap(content);
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
    }
  }

  /** Reads what {@link #writePrivately} wrote. */
  public static String read(Path file) throws IOException {
    return Files.readString(file);
  }

  private static FileAttribute<?>[] ownerOnly() {
    // Windows has no such mode; there the user's data folder is private by inheritance.
    return java.io.File.separatorChar == '/'
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
