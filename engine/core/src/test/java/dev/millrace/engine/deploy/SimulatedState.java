package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the disk of the simulated Flink: every operator with state has 100 bytes. */
final class SimulatedState implements StateTools {
  static final long BYTES = 100;

  private static final Pattern UID =
      Pattern.compile("\"table\\.exec\\.uid\\.format\"\\s*:\\s*\"([^\"]+)\"");

  /** Whether nobody can read the disk. */
  boolean unreadable;

  /** What Flink would refuse of any checkpoint. */
  List<Mismatch> mismatches = List.of();

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
        StateSnapshot.Format.NATIVE,
        1,
        stored.time(),
        operators.size() * BYTES,
        operators);
  }

  private static StateSnapshot.Operator operator(String uid) {
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
        List.of(),
        List.of(),
        Optional.empty());
  }

  @Override
  public Contract contract(String plan, Map<String, String> settings, Optional<String> against) {
    return new Contract(List.of(), mismatches);
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
