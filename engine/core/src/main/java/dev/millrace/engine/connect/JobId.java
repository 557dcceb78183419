package dev.millrace.engine.connect;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Flink's id of a job: 32 lower-case hexadecimal digits. Millrace chooses it before submitting, so
 * that a repeated call changes nothing.
 */
public record JobId(String hex) {
  public JobId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a Flink job id: " + hex);
    }
  }

  /** An id that depends on the parts alone, such as deployment and attempt. */
  public static JobId derive(String... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String part : parts) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        // The length keeps ("ab", "c") apart from ("a", "bc").
        digest.update(ByteBuffer.allocate(4).putInt(bytes.length).array());
        digest.update(bytes);
      }
      return new JobId(HexFormat.of().formatHex(digest.digest(), 0, 16));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return hex;
  }
}
