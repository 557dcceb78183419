package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a checkpoint or savepoint holds.
 *
 * @param path of its metadata file
 * @param number of the checkpoint; savepoints are counted with them
 * @param writtenAt when it was completed
 * @param bytes of all that belongs to it
 * @param operators by name
 */
public record StateSnapshot(
    String path,
    Kind kind,
    Format format,
    long number,
    Instant writtenAt,
    long bytes,
    List<Operator> operators) {
  public StateSnapshot {
    requireNonNull(path, "path");
    requireNonNull(kind, "kind");
    requireNonNull(format, "format");
    requireNonNull(writtenAt, "writtenAt");
    operators = List.copyOf(operators);
  }

  /**
   * The same with UIDs where Flink chose the ids.
   *
   * @param uids by id; others keep theirs
   */
  public StateSnapshot named(Map<String, String> uids) {
    return new StateSnapshot(
        path,
        kind,
        format,
        number,
        writtenAt,
        bytes,
        operators.stream()
            .map(
                operator ->
                    operator.named(Optional.ofNullable(uids.get(operator.id())).or(operator::uid)))
            .toList());
  }

  /** Whether every state backend can read it, and it can be brought into another form. */
  public boolean isCanonical() {
    return kind == Kind.SAVEPOINT && format == Format.CANONICAL;
  }

  /** Who asked for it. */
  public enum Kind {
    CHECKPOINT,
    SAVEPOINT,
    UNKNOWN
  }

  /** How it was written. */
  public enum Format {
    /** In a form of its own, the same for every state backend. */
    CANONICAL,
    /** In the state backend's own form. */
    NATIVE
  }

  /**
   * One operator.
   *
   * @param id 32 hexadecimal digits
   * @param uid empty when Flink chose the id
   * @param name Flink's name of it
   * @param bytes of its state without the coordinator's
   * @param coordinatorBytes of its coordinator, which sources have
   * @param finished whether it had read all of its input
   * @param positions where a source stood; empty where they could not be decoded
   * @param transactions ids of what a sink has prepared and not committed yet
   * @param problem why its states are not or not all told
   */
  public record Operator(
      String id,
      Optional<String> uid,
      Optional<String> name,
      int parallelism,
      int maxParallelism,
      long bytes,
      long coordinatorBytes,
      boolean finished,
      List<State> states,
      List<Position> positions,
      List<String> transactions,
      Optional<String> problem) {
    public Operator {
      requireNonNull(id, "id");
      requireNonNull(uid, "uid");
      requireNonNull(name, "name");
      states = List.copyOf(states);
      positions = List.copyOf(positions);
      transactions = List.copyOf(transactions);
      requireNonNull(problem, "problem");
    }

    private Operator named(Optional<String> other) {
      return new Operator(
          id,
          other,
          name,
          parallelism,
          maxParallelism,
          bytes,
          coordinatorBytes,
          finished,
          states,
          positions,
          transactions,
          problem);
    }

    /** Whether there is anything of it that could be lost. */
    public boolean holdsSomething() {
      return bytes > 0 || coordinatorBytes > 0;
    }
  }

  /**
   * One state of an operator. Types are Flink's summary strings, one per field where the value is a
   * row.
   *
   * @param key empty for what has no key
   * @param namespace empty for what has none; a window, say, by the time of its end
   * @param mapKey types of a map's own key
   * @param value types of the value, of a list's element or of a map's value
   * @param timeToLive whether each value carries the time of its last use
   */
  public record State(
      String name,
      StateKind kind,
      List<String> key,
      List<String> namespace,
      List<String> mapKey,
      List<String> value,
      boolean timeToLive) {
    public State {
      requireNonNull(name, "name");
      requireNonNull(kind, "kind");
      key = List.copyOf(key);
      namespace = List.copyOf(namespace);
      mapKey = List.copyOf(mapKey);
      value = List.copyOf(value);
    }
  }

  /** What form a state has. */
  public enum StateKind {
    VALUE,
    MAP,
    LIST,
    TIMERS,
    OPERATOR,
    BROADCAST,
    POSITIONS,
    TRANSACTIONS,
    RAW
  }

  /**
   * Where a source stands in one partition.
   *
   * @param offset of the next record; -2 is the earliest, -1 the latest
   */
  public record Position(String topic, int partition, long offset) {
    public Position {
      requireNonNull(topic, "topic");
    }
  }
}
