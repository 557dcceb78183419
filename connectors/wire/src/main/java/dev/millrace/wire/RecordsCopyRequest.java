package dev.millrace.wire;

import java.util.List;
import java.util.Map;

/**
 * Copy records, byte for byte, into another topic of the same brokers: {@link Wire#RECORDS_COPY}.
 *
 * @param clientProperties how they are reached, placeholders kept
 * @param bindings values by placeholder key; kept in memory only
 * @param into the topic, which is made when it is not there
 */
public record RecordsCopyRequest(
    Map<String, String> clientProperties,
    Map<String, String> bindings,
    List<RecordToCopy> records,
    String into) {
  /** Without the values of the bindings. */
  @Override
  public String toString() {
    return "RecordsCopyRequest[" + records.size() + " into " + into + "]";
  }

  /**
   * One record.
   *
   * @param says why it could not be read, for a header
   */
  public record RecordToCopy(String topic, int partition, long offset, String says) {}
}
