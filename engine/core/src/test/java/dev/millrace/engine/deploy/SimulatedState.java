package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the disk of the simulated Flink: every operator with state has 100 bytes. */
final class SimulatedState implements StateTools {
  static final long BYTES = 100;

  private static final Pattern UID =
      Pattern.compile("\"table\\.exec\\.uid\\.format\"\\s*:\\s*\"([^\"]+)\"");

  /** The UIDs that operators were given, by the path of their state. */
  final Map<String, Map<String, String>> renamed = new LinkedHashMap<>();

  /** What savepoints were changed to, by their paths. */
  final Map<String, Rewrite> rewritten = new LinkedHashMap<>();

  /** What was noted of savepoints, by their paths. */
  final Map<String, Note> notes = new LinkedHashMap<>();

  /** How often a contract was said to be asked for soon. */
  int expected;

  /** Whether nobody can read the disk. */
  boolean unreadable;

  /** What Flink would refuse of any checkpoint. */
  List<Mismatch> mismatches = List.of();

  /** Where every source stands. */
  List<StateSnapshot.Position> positions = List.of();

  /** What every sink has prepared. */
  List<String> transactions = List.of();

  private final SimulatedFlink flink;

  SimulatedState(SimulatedFlink flink) {
    this.flink = requireNonNull(flink, "flink");
  }

  @Override
  public StateSnapshot read(String path) {
    SimulatedFlink.Stored stored = flink.disk.get(path.replace("file:///", "file:/"));
    if (unreadable || stored == null) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.STATE_UNREADABLE, "There is no checkpoint or savepoint at " + path));
    }
    List<StateSnapshot.Operator> operators = new ArrayList<>();
    flink.submissions.stream()
        .filter(submission -> submission.jobId().equals(stored.job()))
        .filter(Submission.CompiledPlan.class::isInstance)
        .map(Submission.CompiledPlan.class::cast)
        .findFirst()
        .ifPresent(
            submission -> {
              Matcher matcher = UID.matcher(submission.plan());
              while (matcher.find()) {
                String format = matcher.group(1);
                if (stored.operators().stream().anyMatch(format::contains)) {
                  operators.add(operator(format.replace("<transformation>", "it")));
                }
              }
            });
    return new StateSnapshot(
        path + "/_metadata",
        stored.savepoint() ? StateSnapshot.Kind.SAVEPOINT : StateSnapshot.Kind.CHECKPOINT,
        flink.canonical.contains(path.replace("file:///", "file:/"))
            ? StateSnapshot.Format.CANONICAL
            : StateSnapshot.Format.NATIVE,
        1,
        stored.time(),
        operators.size() * BYTES,
        operators);
  }

  private StateSnapshot.Operator operator(String uid) {
    return new StateSnapshot.Operator(
        String.format("%032x", uid.hashCode() & 0xffffffffL),
        Optional.of(uid),
        Optional.empty(),
        1,
        128,
        BYTES,
        0,
        false,
        List.of(),
        uid.contains("/source.") ? positions : List.of(),
        uid.contains("/sink.") ? transactions : List.of(),
        Optional.empty());
  }

  @Override
  public Contract contract(String plan, Map<String, String> settings, Optional<String> against) {
    return new Contract(List.of(), mismatches);
  }

  /**
   * The simulated cluster knows UIDs alone, so Flink's own id of an operator is made of its UID.
   */
  @Override
  public List<PlanVertex> operators(String plan, Map<String, String> settings) {
    List<PlanOperator> operators = new ArrayList<>();
    Matcher matcher = UID.matcher(plan);
    while (matcher.find()) {
      String uid = matcher.group(1).replace("<transformation>", "it");
      operators.add(new PlanOperator(operator(uid).id(), Optional.of(uid)));
    }
    return List.of(new PlanVertex("1", "all", operators));
  }

  @Override
  public String rewrite(String path, String name, Rewrite rewrite) {
    check(path, rewrite);
    if (!rewrite.uids().isEmpty()) {
      renamed.put(path, rewrite.uids());
    }
    rewritten.put(path, rewrite);
    if (rewrite.dropped().isEmpty()) {
      return path;
    }
    String place = path.replace("file:///", "file:/");
    SimulatedFlink.Stored stored = Objects.requireNonNull(flink.disk.get(place));
    List<String> dropped =
        read(path).operators().stream()
            .filter(operator -> rewrite.dropped().contains(operator.id()))
            .flatMap(operator -> operator.uid().stream())
            .toList();
    Set<String> left = new LinkedHashSet<>(stored.operators());
    left.removeIf(operator -> dropped.stream().anyMatch(uid -> uid.contains(operator)));
    flink.disk.put(
        place + "/" + name,
        new SimulatedFlink.Stored(
            stored.job(), stored.savepoint(), stored.rows(), left, stored.time()));
    return path + "/" + name;
  }

  @Override
  public void check(String path, Rewrite rewrite) {
    List<String> known = read(path).operators().stream().map(StateSnapshot.Operator::id).toList();
    if (!known.containsAll(rewrite.dropped())) {
      throw new MillraceException(
          Problem.error(ProblemCode.STATE_UNREADABLE, "The savepoint holds no such operator"));
    }
  }

  @Override
  public void tidy(String path) {
    // Nothing is written to a disk here.
  }

  @Override
  public void note(String path, Map<String, String> text) {
    StateSnapshot unused = read(path);
    notes.put(path, new Note(path, text));
  }

  @Override
  public Notes notes(String folder) {
    return new Notes(
        notes.values().stream()
            .filter(note -> flink.disk.containsKey(note.path().replace("file:///", "file:/")))
            .toList(),
        List.of());
  }

  @Override
  public void expectContract() {
    expected++;
  }

  @Override
  public Rehearsed rehearse(String path, String plan, Map<String, String> settings) {
    throw new UnsupportedOperationException("nothing is rehearsed here");
  }

  @Override
  public Verification verify(String path) {
    return new Verification(read(path), 1, List.of());
  }

  @Override
  public Counted count(String path, String operatorId) {
    return new Counted(Map.of(), Optional.of("only a canonical savepoint can be counted"));
  }
}
