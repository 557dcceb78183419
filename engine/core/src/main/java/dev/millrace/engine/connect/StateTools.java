package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the state of jobs from its files, without the jobs and without changing anything.
 *
 * <p>All methods throw {@link dev.millrace.engine.problem.MillraceException} with STATE_UNREADABLE
 * and one sentence when a path holds nothing that can be read from here.
 */
public interface StateTools {
  /**
   * What a checkpoint or savepoint holds, by its metadata: quick whatever its size.
   *
   * @param path its folder or its metadata file, as Flink names it
   */
  StateSnapshot read(String path);

  /** The same, with every file looked up that it refers to. */
  Verification verify(String path);

  /**
   * Counts what one operator holds by reading all of it.
   *
   * @param operatorId 32 hexadecimal digits
   */
  Counted count(String path, String operatorId);

  /**
   * What came of looking files up.
   *
   * @param files how many it refers to
   * @param missing those that are not there or not whole
   */
  record Verification(StateSnapshot snapshot, int files, List<MissingFile> missing) {
    public Verification {
      requireNonNull(snapshot, "snapshot");
      missing = List.copyOf(missing);
    }
  }

  /**
   * A file that is needed and cannot be used.
   *
   * @param operatorId whose it is
   * @param reason a sentence without its subject, such as {@code it is not there}
   */
  record MissingFile(String path, String operatorId, String reason) {
    public MissingFile {
      requireNonNull(path, "path");
      requireNonNull(operatorId, "operatorId");
      requireNonNull(reason, "reason");
    }
  }

  /**
   * What an operator holds.
   *
   * @param states by name; those that cannot be counted are not among them
   * @param why why keyed states cannot be counted
   */
  record Counted(Map<String, Count> states, Optional<String> why) {
    public Counted {
      states = Map.copyOf(states);
      requireNonNull(why, "why");
    }
  }

  /**
   * How much a state holds.
   *
   * @param entries values, elements of lists, pairs of maps, timers
   * @param bytes of keys and values; 0 for state without keys, whose entries are not delimited
   */
  record Count(long entries, long bytes) {}
}
