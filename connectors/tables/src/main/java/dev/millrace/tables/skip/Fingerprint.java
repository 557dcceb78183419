package dev.millrace.tables.skip;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** What a message is known by. */
public final class Fingerprint {
  private Fingerprint() {}

  /** Its length in bytes, ':' and its SHA-256 in hexadecimal digits. */
  public static String of(byte[] message) {
    try {
      return message.length
          + ":"
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(message));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
