package dev.millrace.app.editor;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.recovery.RecoveryBuffers;
import dev.millrace.engine.file.WholeFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A text file as it is on disk, in the form an editor works with.
 *
 * @param text with single line feeds and no byte order mark
 * @param lineEnd the commoner one of the file, which it is written with
 * @param byteOrderMark whether the file begins with one; kept
 * @param digest of the bytes, to notice when somebody else has written
 * @param writable whether we may write it
 */
record SourceFile(
    String text, String lineEnd, boolean byteOrderMark, String digest, boolean writable) {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  SourceFile {
    requireNonNull(text, "text");
    requireNonNull(lineEnd, "lineEnd");
    requireNonNull(digest, "digest");
  }

  /**
   * Reads a file.
   *
   * @throws CharacterCodingException when it is not UTF-8
   */
  static SourceFile read(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean marked =
        bytes.length >= 3 && bytes[0] == MARK[0] && bytes[1] == MARK[1] && bytes[2] == MARK[2];
    int skipped = marked ? MARK.length : 0;
    String raw =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT)
            .decode(ByteBuffer.wrap(bytes, skipped, bytes.length - skipped))
            .toString();
    return new SourceFile(
        unified(raw), lineEnd(raw), marked, RecoveryBuffers.digest(bytes), Files.isWritable(file));
  }

  /** A text with single line feeds. */
  static String unified(String text) {
    return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
  }

  private static String lineEnd(String raw) {
    long all = raw.chars().filter(character -> character == '\n').count();
    long windows = 0;
    for (int at = raw.indexOf("\r\n"); at >= 0; at = raw.indexOf("\r\n", at + 2)) {
      windows++;
    }
    return windows * 2 > all ? "\r\n" : "\n";
  }

  /** The digest of a file's bytes as they are now. */
  static String digest(Path file) throws IOException {
    return RecoveryBuffers.digest(Files.readAllBytes(file));
  }

  /**
   * Writes another text in this file's form: whole, so that a kill leaves the old or the new one.
   *
   * @return the file as it is then
   */
  SourceFile write(Path file, String changed) throws IOException {
    byte[] body =
        (lineEnd.equals("\n") ? changed : changed.replace("\n", lineEnd))
            .getBytes(StandardCharsets.UTF_8);
    byte[] bytes = body;
    if (byteOrderMark) {
      bytes = new byte[body.length + MARK.length];
      System.arraycopy(MARK, 0, bytes, 0, MARK.length);
      System.arraycopy(body, 0, bytes, MARK.length, body.length);
    }
    WholeFile.replace(file, bytes);
    return new SourceFile(changed, lineEnd, byteOrderMark, RecoveryBuffers.digest(bytes), true);
  }
}
