package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the state of jobs from its files, without the jobs and without changing anything.
 *
 * <p>All methods throw {@link dev.millrace.engine.problem.MillraceException} with STATE_UNREADABLE
 * and one sentence when a path holds nothing that can be read from here or by the cluster.
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
   * A {@link #contract} will be asked for soon: what finds it may get ready meanwhile. Returns at
   * once, and says nothing of what goes wrong; the contract does.
   */
  void expectContract();

  /**
   * Which state a compiled plan wants, found by running it without its tables, and what of a
   * checkpoint Flink would refuse to give it. What a plan wants is remembered, so asking again is
   * quick.
   *
   * @param plan plan JSON with operator UIDs; placeholders stay as they are
   * @param settings Flink options of the job
   * @param against path of the checkpoint or savepoint to compare with
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID or STATEMENT_FAILED when the
   *     plan does not run even so
   */
  Contract contract(String plan, Map<String, String> settings, Optional<String> against);

  /**
   * The operators of the job that a compiled plan makes, under Flink's own ids and under ours.
   *
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID when the plan makes no job
   */
  List<PlanVertex> operators(String plan, Map<String, String> settings);

  /**
   * Writes a changed savepoint beside one that is there, of which nothing is changed: other
   * metadata, and the state of operators that change its form. Asked again for the same under the
   * same name, it answers the same.
   *
   * @param path of a savepoint; a canonical one where state changes its form
   * @param name of the new metadata file, beginning with {@code _metadata-}
   * @return the path to start from
   */
  String rewrite(String path, String name, Rewrite rewrite);

  /**
   * Sees whether a savepoint like this could be changed so, and writes nothing.
   *
   * @param path of a checkpoint or savepoint of the same job in any format
   * @throws dev.millrace.engine.problem.MillraceException STATE_UNREADABLE, or what says why not
   */
  void check(String path, Rewrite rewrite);

  /**
   * Deletes what {@link #rewrite} has written beside a savepoint, before that is deleted itself.
   *
   * @param path of a savepoint; in the folder of a checkpoint nothing is deleted
   */
  void tidy(String path);

  /**
   * Keeps a note beside a savepoint, in place of one that is there; it goes with {@link #tidy}.
   * Only where this machine reaches the storage by itself.
   *
   * @param path of the savepoint
   */
  void note(String path, Map<String, String> text);

  /**
   * The notes beside the savepoints in a folder that are still there.
   *
   * @param folder that savepoints are written to; nothing is wrong when it does not exist
   */
  Notes notes(String folder);

  /**
   * Notes.
   *
   * @param unreadable a sentence for each that cannot be read
   */
  record Notes(List<Note> notes, List<String> unreadable) {
    public Notes {
      notes = List.copyOf(notes);
      unreadable = List.copyOf(unreadable);
    }
  }

  /**
   * The note beside one savepoint.
   *
   * @param path of the savepoint, where it lies now
   */
  record Note(String path, Map<String, String> text) {
    public Note {
      requireNonNull(path, "path");
      text = Map.copyOf(text);
    }
  }

  /**
   * Starts a plan from a savepoint without its tables, beside everything that runs, and sees
   * whether every operator is given its state.
   *
   * @param path of metadata that {@link #rewrite} has written, with nothing of sources and sinks
   * @param plan plan JSON with operator UIDs; placeholders stay as they are
   * @param settings Flink options of the job
   */
  Rehearsed rehearse(String path, String plan, Map<String, String> settings);

  /**
   * How a rehearsal went.
   *
   * @param failure why the job would not start, in Flink's words
   */
  record Rehearsed(Optional<String> failure, Duration took) {
    public Rehearsed {
      requireNonNull(failure, "failure");
      requireNonNull(took, "took");
    }
  }

  /**
   * What is changed of a savepoint.
   *
   * @param uids new UIDs by the ids of operators
   * @param dropped ids of operators whose state is left out
   * @param migration state that changes its form
   * @param forgotten topics that sources are to have never read, by the ids of operators
   */
  record Rewrite(
      Map<String, String> uids,
      List<String> dropped,
      Optional<Migration> migration,
      Map<String, List<String>> forgotten) {
    public Rewrite {
      uids = Map.copyOf(uids);
      dropped = List.copyOf(dropped);
      requireNonNull(migration, "migration");
      forgotten = Map.copyOf(forgotten);
    }

    /** The same with other ids, and with these operators left out. */
    public Rewrite with(Map<String, String> otherUids, List<String> leftOut) {
      Map<String, List<String>> sources = new HashMap<>(forgotten);
      sources.keySet().removeAll(leftOut);
      return new Rewrite(otherUids, leftOut, migration, sources);
    }

    /** Whether nothing is changed. */
    public boolean isEmpty() {
      return uids.isEmpty() && dropped.isEmpty() && migration.isEmpty() && forgotten.isEmpty();
    }
  }

  /**
   * State that changes its form.
   *
   * @param plan whose operators are to have it
   * @param settings Flink options of the job that will run the plan
   */
  record Migration(String plan, Map<String, String> settings, List<MigratedOperator> operators) {
    public Migration {
      requireNonNull(plan, "plan");
      settings = Map.copyOf(settings);
      operators = List.copyOf(operators);
    }
  }

  /**
   * An operator whose state another one gets.
   *
   * @param id of the operator that has it
   * @param uid of the operator of the plan that gets it
   * @param states those that change; others go over as they are
   */
  record MigratedOperator(String id, String uid, List<StateMove> states) {
    public MigratedOperator {
      requireNonNull(id, "id");
      requireNonNull(uid, "uid");
      states = List.copyOf(states);
    }
  }

  /**
   * Operators that run in one task.
   *
   * @param id that Flink chooses
   * @param description as a JobManager shows it
   */
  record PlanVertex(String id, String description, List<PlanOperator> operators) {
    public PlanVertex {
      requireNonNull(id, "id");
      requireNonNull(description, "description");
      operators = List.copyOf(operators);
    }
  }

  /**
   * An operator of a plan.
   *
   * @param ownId that Flink chooses where no UID is set
   * @param uid that the plan sets
   */
  record PlanOperator(String ownId, Optional<String> uid) {
    public PlanOperator {
      requireNonNull(ownId, "ownId");
      requireNonNull(uid, "uid");
    }
  }

  /**
   * What state a plan wants.
   *
   * @param operators what each would keep; sources and sinks keep nothing of their own here
   * @param mismatches state that is there in a form in which Flink would not hand it over
   */
  record Contract(List<StateSnapshot.Operator> operators, List<Mismatch> mismatches) {
    public Contract {
      operators = List.copyOf(operators);
      mismatches = List.copyOf(mismatches);
    }
  }

  /**
   * State that is there in another form than is wanted.
   *
   * @param state its name; empty for the key of all states of an operator
   * @param stored types that are there; for {@link Part#KIND} the kind
   * @param wanted types that are wanted
   */
  record Mismatch(
      String operatorId, String state, Part part, List<String> stored, List<String> wanted) {
    public Mismatch {
      requireNonNull(operatorId, "operatorId");
      requireNonNull(state, "state");
      requireNonNull(part, "part");
      stored = List.copyOf(stored);
      wanted = List.copyOf(wanted);
    }
  }

  /** What of a state differs. */
  enum Part {
    KIND,
    KEY,
    NAMESPACE,
    VALUE
  }

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
