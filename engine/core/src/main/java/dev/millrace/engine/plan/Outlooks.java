package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.StateEvidence;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Verdicts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;

/** What becomes of the state of each operator: looks at the state before anything is stopped. */
final class Outlooks {
  /** How often a checkpoint may be gone before it was read. */
  private static final int LOOKS = 5;

  /** All looks together take longer than a JobManager keeps its statistics, which is 3 s. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(900);

  private final JobControl jobs;
  private final StateTools tools;
  private final Clock clock;

  Outlooks(JobControl jobs, StateTools tools, Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.tools = requireNonNull(tools, "tools");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * @param job whose state it is
   * @param queryChanged whether the new plan is another one, so that it must be found out what
   *     state it wants
   */
  List<OperatorOutlook> of(
      OperatorUids.Assignment assignment,
      JobSpec desired,
      Optional<JobId> job,
      boolean queryChanged) {
    OptionalInt maxParallelism =
        desired
            .option(JobSettings.MAX_PARALLELISM)
            .map(Integer::parseInt)
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty);
    StateEvidence evidence = evidence(desired, job, queryChanged);
    Verdicts.Result verdicts = Verdicts.of(assignment, evidence, maxParallelism);
    List<OperatorOutlook> outlooks = new ArrayList<>();
    for (Verdicts.OfNode node : verdicts.ofNodes()) {
      List<String> models = node.node().operator().models();
      outlooks.add(
          new OperatorOutlook(
              outlook(node.node()),
              node.verdict(),
              models,
              lines(node.verdict().operator(), models, desired)));
    }
    for (StateVerdict gone : verdicts.ofGone()) {
      outlooks.add(
          new OperatorOutlook(
              OperatorOutlook.Outlook.WITHOUT_OWNER,
              gone,
              modelsOf(gone, assignment.withoutOwner()),
              List.of()));
    }
    return outlooks;
  }

  /**
   * What is given up when the job of a model starts anew.
   *
   * @param deployed what runs now
   */
  List<OperatorOutlook> ofFreshStart(JobSpec deployed, Optional<JobId> job) {
    return Verdicts.reset(deployed.operators(), evidence(deployed, job, false)).stream()
        .map(
            verdict ->
                new OperatorOutlook(
                    OperatorOutlook.Outlook.STARTS_EMPTY,
                    verdict,
                    modelsOf(verdict, deployed.operators()),
                    List.of()))
        .toList();
  }

  /** Only one query can be meant: where several share an operator, none of them is. */
  private static List<Integer> lines(String operator, List<String> models, JobSpec desired) {
    return models.size() == 1
        ? desired
            .output(models.getFirst())
            .map(output -> SqlLines.of(operator, output.sql()))
            .orElse(List.of())
        : List.of();
  }

  private static List<String> modelsOf(StateVerdict verdict, List<OperatorUid> operators) {
    return operators.stream()
        .filter(operator -> operator.description().equals(verdict.operator()))
        .findFirst()
        .map(OperatorUid::models)
        .orElse(List.of());
  }

  /** What the plans alone say. */
  private static OperatorOutlook.Outlook outlook(OperatorUids.Assigned assigned) {
    if (assigned.previous().isEmpty()) {
      return OperatorOutlook.Outlook.STARTS_EMPTY;
    }
    return assigned.operator().role() == OperatorRole.SOURCE || assigned.sameInputs()
        ? OperatorOutlook.Outlook.KEPT
        : OperatorOutlook.Outlook.INPUT_CHANGED;
  }

  /**
   * Whether nobody can say yet what the result will be. An unchanged query finds its state again
   * even where nobody can look at it.
   */
  static boolean isUnknown(OperatorOutlook outlook, boolean queryChanged) {
    if (outlook.verdict().isSafe()) {
      return false;
    }
    return queryChanged
        || outlook.outlook() != OperatorOutlook.Outlook.KEPT
        || outlook.verdict().kind() != StateVerdict.Kind.UNKNOWN;
  }

  private StateEvidence evidence(JobSpec desired, Optional<JobId> job, boolean queryChanged) {
    Optional<String> path = job.flatMap(this::newest).map(CheckpointReport.Snapshot::path);
    for (int look = 1; ; look++) {
      if (path.isEmpty()) {
        return new StateEvidence.NothingWritten();
      }
      try {
        return read(path.get(), desired, queryChanged);
      } catch (MillraceException e) {
        if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
          throw e;
        }
        if (e.problem().code() != ProblemCode.STATE_UNREADABLE || look == LOOKS) {
          return new StateEvidence.Unreadable(lowered(e.problem().message()));
        }
        // A job deletes its older checkpoints as it goes on, and statistics are a while behind.
        LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
        Optional<String> newer = job.flatMap(this::newest).map(CheckpointReport.Snapshot::path);
        path = newer;
      }
    }
  }

  private StateEvidence read(String path, JobSpec desired, boolean queryChanged) {
    StateSnapshot snapshot = tools.read(path);
    if (snapshot.operators().stream().noneMatch(operator -> operator.uid().isPresent())
        && !snapshot.operators().isEmpty()) {
      return new StateEvidence.Unreadable(
          "its operators have Flink's own ids, by which none can be told from another");
    }
    Optional<StateTools.Contract> contract =
        queryChanged
            ? Optional.of(tools.contract(desired.plan(), desired.options(), Optional.of(path)))
            : Optional.empty();
    return new StateEvidence.Read(snapshot, contract, words(snapshot, contract.isPresent()));
  }

  private Optional<CheckpointReport.Snapshot> newest(JobId job) {
    return jobs.checkpoints(job)
        .flatMap(CheckpointReport::latestCompleted)
        .or(() -> jobs.newestRetainedCheckpoint(job));
  }

  private String words(StateSnapshot snapshot, boolean ranDry) {
    Duration age = Duration.between(snapshot.writtenAt(), Instant.now(clock));
    return "metadata of "
        + snapshot.kind().name().toLowerCase(Locale.ROOT)
        + " "
        + snapshot.number()
        + ", "
        + PlanWords.ago(age.isNegative() ? Duration.ZERO : age)
        + " old"
        + (ranDry ? "; dry run of the new plan" : "; same plan");
  }

  /** As the rest of a sentence. */
  private static String lowered(String sentence) {
    boolean capital =
        sentence.length() > 1
            && Character.isUpperCase(sentence.charAt(0))
            && Character.isLowerCase(sentence.charAt(1));
    return capital ? Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1) : sentence;
  }
}
