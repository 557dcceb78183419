package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers {@link RecordsRequest}.
 *
 * @param records that cannot be read, by source and in the order of their offsets
 * @param read how many were tried
 * @param whole whether all were tried that were there
 */
public record RecordsResponse(List<UnreadableRecord> records, long read, boolean whole) {
  /**
   * A record that its source cannot read.
   *
   * @param uid the source's, as it was asked for
   * @param writtenAt milliseconds since 1970
   * @param part {@code key} or {@code value}, whichever cannot be read
   * @param fingerprint of that part: its length in bytes, ':' and its SHA-256
   * @param key as text, shortened; null where there is none
   * @param value as text, shortened; null where there is none
   * @param says the format's words
   */
  public record UnreadableRecord(
      String uid,
      String topic,
      int partition,
      long offset,
      long writtenAt,
      String part,
      String fingerprint,
      @Nullable String key,
      @Nullable String value,
      String says) {}
}
