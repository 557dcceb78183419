package dev.millrace.wire;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a checkpoint or savepoint holds, as its metadata and the heads of its files say.
 *
 * @param path of its metadata file
 * @param kind {@code checkpoint}, {@code savepoint} or {@code unknown}
 * @param format {@code canonical} or {@code native}; a checkpoint is always native
 * @param number of the checkpoint; savepoints are counted with them
 * @param millis when the metadata was written, since the epoch
 * @param bytes of all that belongs to it, files shared with other checkpoints included
 * @param files how many files were looked up
 * @param missing those of them that are not there, or not whole
 */
public record StateResponse(
    String path,
    String kind,
    String format,
    long number,
    long millis,
    long bytes,
    List<StoredOperator> operators,
    int files,
    List<MissingFile> missing) {

  /**
   * A file that the metadata refers to and that cannot be read as it should.
   *
   * @param reason one sentence without the path
   */
  public record MissingFile(String path, String operatorId, String reason) {}

  /**
   * One operator.
   *
   * @param id 32 hexadecimal digits
   * @param uid null when Flink chose the id
   * @param name Flink's name of it; null when it was not kept
   * @param bytes of its state without the coordinator's
   * @param coordinatorBytes of its coordinator, which sources have
   * @param finished whether it had read all of its input
   * @param positions where a source stood; empty where they could not be decoded
   * @param transactions what a sink has prepared and not committed yet
   * @param problem why its states are not or not all told; null when they are
   */
  public record StoredOperator(
      String id,
      @Nullable String uid,
      @Nullable String name,
      int parallelism,
      int maxParallelism,
      long bytes,
      long coordinatorBytes,
      boolean finished,
      List<StoredState> states,
      List<TopicPosition> positions,
      List<Transaction> transactions,
      @Nullable String problem) {}

  /**
   * One state of an operator. Types are Flink's summary strings, one per field where the value is a
   * row.
   *
   * @param kind {@code value}, {@code map}, {@code list}, {@code timers}, {@code operator}, {@code
   *     broadcast}, {@code positions}, {@code transactions} or {@code raw}
   * @param key types of the key; empty for what has none
   * @param namespace types of the namespace, such as a window; empty for what has none
   * @param mapKey types of a map's own key
   * @param value types of the value, of a list's element or of a map's value
   * @param timeToLive whether each value carries the time of its last use
   */
  public record StoredState(
      String name,
      String kind,
      List<String> key,
      List<String> namespace,
      List<String> mapKey,
      List<String> value,
      boolean timeToLive) {}

  /**
   * A transaction that waits for its commit.
   *
   * @param id the broker's name of it, or a number of our own where it cannot be decoded
   */
  public record Transaction(String id, long checkpointId) {}
}
