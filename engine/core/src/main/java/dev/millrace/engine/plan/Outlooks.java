package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.HandedOut;
import dev.millrace.engine.state.KeyFilters;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.PositionVerdicts;
import dev.millrace.engine.state.SourceUnits;
import dev.millrace.engine.state.StateEvidence;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.TimeWaits;
import dev.millrace.engine.state.Verdicts;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the state of each operator: looks at the state before anything is stopped. */
final class Outlooks {
  private static final Logger LOG = LoggerFactory.getLogger(Outlooks.class);

  private final JobControl jobs;
  private final StateTools tools;
  private final Ledger ledger;
  private final Clock clock;
  private final Map<JobId, StateSnapshot> seen = new ConcurrentHashMap<>();

  Outlooks(JobControl jobs, StateTools tools, Ledger ledger, Clock clock) {
    this.jobs = requireNonNull(jobs, "jobs");
    this.tools = requireNonNull(tools, "tools");
    this.ledger = requireNonNull(ledger, "ledger");
    this.clock = requireNonNull(clock, "clock");
  }

  /**
   * What was found.
   *
   * @param carryOver what is to be done to the savepoint
   * @param decisions what somebody must choose before anything can be done
   * @param unreadable why the state cannot be looked at; empty where it was, or there is none
   * @param form whether state can change its form
   */
  record Found(
      List<OperatorOutlook> operators,
      CarryOver carryOver,
      List<CarriedStates.Decision> decisions,
      Optional<String> unreadable,
      Form form) {
    static final Found NOTHING =
        new Found(List.of(), CarryOver.NONE, List.of(), Optional.empty(), Form.CHANGEABLE);

    Found {
      operators = List.copyOf(operators);
      requireNonNull(carryOver, "carryOver");
      decisions = List.copyOf(decisions);
      requireNonNull(unreadable, "unreadable");
      requireNonNull(form, "form");
    }
  }

  /** Whether the state that a job goes on from can be written in another form. */
  enum Form {
    /** It is a canonical savepoint, or such a one can be taken; or nothing wants it changed. */
    CHANGEABLE,
    /** It is not, and the job does not run; in a canonical savepoint some of it could go on. */
    FIXED
  }

  /**
   * @param deployed what the job runs
   * @param job whose state it is; whether it runs decides in which format a savepoint can be had
   * @param queryChanged whether the new plan is another one, so that it must be found out what
   *     state it wants
   */
  Found of(
      OperatorUids.Assignment assignment,
      JobSpec deployed,
      JobSpec desired,
      Optional<JobId> job,
      boolean runs,
      boolean queryChanged,
      Choices choices) {
    OptionalInt maxParallelism =
        desired
            .option(JobSettings.MAX_PARALLELISM)
            .map(Integer::parseInt)
            .map(OptionalInt::of)
            .orElseGet(OptionalInt::empty);
    Look look =
        look(
            desired,
            job,
            queryChanged,
            evidence ->
                deployed.keepsStateAsynchronously()
                    ? CarriedStates.NONE
                    : carried(assignment, deployed, desired, evidence, choices));
    StateEvidence evidence = look.evidence();
    boolean changeable = runs || isCanonicalSavepoint(evidence);
    CarriedStates carried = changeable ? look.carried() : CarriedStates.NONE;
    return new Found(
        told(
            assignment,
            Verdicts.of(
                assignment,
                evidence,
                maxParallelism,
                carried,
                KeyFilters.narrowed(
                    deployed.plan(),
                    deployed.options(),
                    deployed.operators(),
                    assignment,
                    desired.options())),
            evidence,
            job,
            desired),
        carryOver(assignment, evidence, maxParallelism, carried),
        carried.decisions(),
        whyUnreadable(evidence),
        changeable || look.carried().isEmpty() ? Form.CHANGEABLE : Form.FIXED);
  }

  /** Whether a job that does not run has left its state in the form that can be changed. */
  private static boolean isCanonicalSavepoint(StateEvidence evidence) {
    return evidence instanceof StateEvidence.Read read && read.snapshot().isCanonical();
  }

  /**
   * The same where positions alone go on.
   *
   * @param drained what comes out of the old job before it stops; empty when it is not drained
   */
  Found ofPositions(
      OperatorUids.Assignment assignment,
      JobSpec desired,
      Optional<JobId> job,
      Optional<TimeWaits> drained) {
    StateEvidence evidence = look(desired, job, false, unused -> CarriedStates.NONE).evidence();
    return new Found(
        told(
            assignment, PositionVerdicts.of(assignment, evidence, drained), evidence, job, desired),
        CarryOver.onlySources(
            drained.isPresent() ? CarryOver.Extent.DRAINED_SOURCES : CarryOver.Extent.SOURCES),
        List.of(),
        whyUnreadable(evidence),
        Form.CHANGEABLE);
  }

  private static Optional<String> whyUnreadable(StateEvidence evidence) {
    return evidence instanceof StateEvidence.Unreadable unreadable
        ? Optional.of(unreadable.why())
        : Optional.empty();
  }

  private List<OperatorOutlook> told(
      OperatorUids.Assignment assignment,
      Verdicts.Result judged,
      StateEvidence evidence,
      Optional<JobId> job,
      JobSpec desired) {
    Optional<StateSnapshot> snapshot =
        evidence instanceof StateEvidence.Read read
            ? Optional.of(read.snapshot())
            : Optional.empty();
    job.ifPresent(id -> snapshot.ifPresent(found -> seen.put(id, found)));
    Verdicts.Result verdicts = SourceUnits.judge(assignment, judged, snapshot);
    List<OperatorOutlook> outlooks = new ArrayList<>();
    for (Verdicts.OfNode node : verdicts.ofNodes()) {
      List<String> models = node.node().operator().models();
      outlooks.add(
          new OperatorOutlook(
              outlook(node.node()),
              node.verdict(),
              models,
              lines(node.verdict().operator(), models, desired),
              Optional.of(node.node().operator().uid()),
              List.of()));
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

  /** What is there, and what of it can be brought into another form. */
  private record Look(StateEvidence evidence, CarriedStates carried) {}

  private Look look(
      JobSpec desired,
      Optional<JobId> job,
      boolean queryChanged,
      Function<StateEvidence, CarriedStates> carried) {
    return Looks.until(
        () -> {
          StateEvidence evidence = evidenceNow(desired, job, queryChanged);
          return new Look(evidence, carried.apply(evidence));
        },
        e -> new Look(unreadable(e), CarriedStates.NONE));
  }

  private CarriedStates carried(
      OperatorUids.Assignment assignment,
      JobSpec deployed,
      JobSpec desired,
      StateEvidence evidence,
      Choices choices) {
    if (!(evidence instanceof StateEvidence.Read read) || read.contract().isEmpty()) {
      return CarriedStates.NONE;
    }
    CarriedStates found =
        CarriedStates.find(
            deployed.plan(),
            deployed.options(),
            deployed.operators(),
            assignment,
            desired.options(),
            read.snapshot(),
            read.contract().get(),
            choices);
    Set<OperatorUid> refused = new LinkedHashSet<>();
    for (CarriedStates each : found.each()) {
      CarryOver one = new CarryOver(List.of(), List.of(), each.migrations());
      try {
        tools.check(
            read.snapshot().path(), one.in(read.snapshot(), desired.plan(), desired.options()));
      } catch (MillraceException e) {
        if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE
            || e.problem().code() == ProblemCode.STATE_UNREADABLE) {
          throw e;
        }
        // Its form is not what the plans let expect, so it is not touched: the verdict says lost.
        LOG.debug("State is not brought over: {}", e.problem().message());
        refused.addAll(each.receivers());
      }
    }
    return found.without(refused);
  }

  /** What nobody wants is named one by one: Flink's own way leaves out whatever there is. */
  private static CarryOver carryOver(
      OperatorUids.Assignment assignment,
      StateEvidence evidence,
      OptionalInt maxParallelism,
      CarriedStates carried) {
    if (evidence instanceof StateEvidence.Unreadable) {
      return CarryOver.NONE;
    }
    List<String> dropped = new ArrayList<>();
    assignment.withoutOwner().stream()
        .filter(old -> !carried.givers().contains(old))
        .map(OperatorUid::uid)
        .forEach(dropped::add);
    dropped.addAll(HandedOut.of(assignment, carried.receivers()).again());
    List<String> ids = new ArrayList<>();
    if (evidence instanceof StateEvidence.Read read) {
      Verdicts.strangers(assignment, read.snapshot()).forEach(operator -> ids.add(operator.id()));
      Verdicts.unusable(assignment, evidence, maxParallelism, carried)
          .forEach(operator -> ids.add(operator.id()));
    }
    return new CarryOver(dropped, ids, carried.migrations());
  }

  /** The newest state of a job that is to be started again as it was. */
  Optional<StateEvidence.Read> look(JobSpec spec, JobId job) {
    return evidence(spec, Optional.of(job), false) instanceof StateEvidence.Read read
        ? Optional.of(read)
        : Optional.empty();
  }

  /** The state of a job on which verdicts rest; empty where none could be read. */
  Optional<StateSnapshot> seen(JobId job) {
    return Optional.ofNullable(seen.get(job));
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
    OperatorRole role = assigned.operator().role();
    return role == OperatorRole.SOURCE || role == OperatorRole.WAITING || assigned.sameInputs()
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
    return Looks.until(() -> evidenceNow(desired, job, queryChanged), Outlooks::unreadable);
  }

  private StateEvidence evidenceNow(JobSpec desired, Optional<JobId> job, boolean queryChanged) {
    List<CheckpointReport.Snapshot> written = job.map(this::newestFirst).orElse(List.of());
    for (CheckpointReport.Snapshot each : written) {
      try {
        return read(each.path(), desired, queryChanged);
      } catch (MillraceException e) {
        if (e.problem().code() == ProblemCode.CLUSTER_UNREACHABLE) {
          throw e;
        }
        if (e.problem().code() != ProblemCode.STATE_UNREADABLE) {
          return unreadable(e);
        }
        // A savepoint may be gone, since somebody deleted it; what is older tells as much.
        if (each.equals(written.getLast())) {
          throw e;
        }
      }
    }
    return new StateEvidence.NothingWritten();
  }

  private static StateEvidence unreadable(MillraceException why) {
    return new StateEvidence.Unreadable(lowered(why.problem().message()));
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

  /** What a job has written, but for savepoints that we have deleted since. */
  private List<CheckpointReport.Snapshot> newestFirst(JobId job) {
    List<CheckpointReport.Snapshot> written =
        jobs.checkpoints(job).map(CheckpointReport::newestFirst).orElse(List.of()).stream()
            .filter(each -> !ledger.isDeleted(each.path()))
            .toList();
    return written.isEmpty() ? jobs.newestRetainedCheckpoint(job).stream().toList() : written;
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
