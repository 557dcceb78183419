package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.StoredSpec;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.LeftOutMessages;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUids;
import dev.millrace.engine.state.TimeWaits;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Decides what to do with one job. */
final class ModelPlanner {
  /** What is left to do about state that is refused. */
  static final String WAYS_OUT =
      "Take the change back, or give the whole state up with --full-refresh; nothing has been"
          + " stopped";

  private static final String STATE_BACKEND = "state.backend.type";

  private final JobControl control;
  private final Ledger ledger;
  private final Capabilities capabilities;
  private final List<JobStatus> jobs;
  private final OtherJobs others;
  private final LeftStates left;
  private final SpecBuilder specs;
  private final Outlooks outlooks;
  private final PlanOptions options;
  private final ChosenWays ways;

  ModelPlanner(
      JobControl control,
      Ledger ledger,
      Capabilities capabilities,
      List<JobStatus> jobs,
      OtherJobs others,
      LeftStates left,
      SpecBuilder specs,
      Outlooks outlooks,
      PlanOptions options) {
    this.control = requireNonNull(control, "control");
    this.ledger = requireNonNull(ledger, "ledger");
    this.capabilities = requireNonNull(capabilities, "capabilities");
    this.jobs = List.copyOf(jobs);
    this.others = requireNonNull(others, "others");
    this.left = requireNonNull(left, "left");
    this.specs = requireNonNull(specs, "specs");
    this.outlooks = requireNonNull(outlooks, "outlooks");
    this.options = requireNonNull(options, "options");
    this.ways = new ChosenWays(ledger, options);
  }

  PlannedModel plan(ProjectJob wanted, Optional<Deployment> known, List<String> upstream) {
    String id = wanted.id();
    String key = known.map(Deployment::key).orElseGet(() -> ledger.newKey(id));
    Optional<StoredSpec> deployed = known.flatMap(Deployment::spec).map(ledger::spec);
    SpecBuilder.Built built =
        specs.build(
            wanted,
            key,
            deployed,
            known.map(Deployment::maxParallelism).orElse(OptionalInt.empty()),
            function -> FunctionChanges.meansTheSame(wanted, function, options.choices()));
    JobSpec desired = built.spec();
    Optional<JobId> job = known.flatMap(this::currentJob);
    Optional<JobStatus> observed = job.flatMap(this::status);
    List<Change> changes =
        deployed.map(stored -> SpecChanges.between(stored.spec(), desired)).orElse(List.of());
    boolean drained = known.filter(each -> ways.wasDrained(each, observed)).isPresent();
    Way way = ways.of(wanted, deployed.isPresent(), drained);
    boolean ended = way == Way.CARRY && !changes.isEmpty() && hasEnded(known, observed);
    boolean runs = observed.filter(status -> status.state() == JobState.RUNNING).isPresent();
    Optional<TimeWaits> waits =
        deployed.map(stored -> TimeWaits.of(stored.spec().plan(), stored.spec().options()));
    // What a job remembered that has ended went with it.
    Outlooks.Found found =
        ended ? Outlooks.Found.NOTHING : outlook(built, deployed, job, runs, changes, way, waits);
    List<WayOffer> offers =
        deployed.isPresent()
                && !options.fullRefresh()
                && !ended
                && (!changes.isEmpty() || way != Way.CARRY)
            ? new WayOffers(
                    built.operators(), desired, waits.orElseThrow(), runs, ownIds(), drained)
                .of(found)
            : List.of();
    List<OperatorOutlook> outlook = found.operators();
    List<String> reasons = new ArrayList<>();
    Action action =
        (known.isEmpty() && !options.fullRefresh() ? left.obstacle(id) : Optional.<String>empty())
            .or(
                () ->
                    blocker(
                        key, desired, way == Way.CARRY ? deployed : Optional.empty(), job, runs))
            .map(
                reason -> {
                  reasons.add(reason);
                  return Action.BLOCKED;
                })
            .orElseGet(
                () ->
                    decide(known, deployed, observed, changes, found, way, ended, offers, reasons));
    if (action == Action.UPGRADE_UNKNOWN_STATE) {
      reasons.addAll(FunctionChanges.keptByChoice(wanted, changes));
    }
    boolean moves =
        action == Action.UPGRADE
            || action == Action.UPGRADE_UNKNOWN_STATE
            || action == Action.UPGRADE_FROM_POSITIONS
            || action == Action.START_FRESH
            || outlook.stream().anyMatch(each -> each.verdict().refused());
    return new PlannedModel(
        id,
        wanted.modelIds(),
        key,
        action,
        reasons,
        Optional.of(desired),
        known.flatMap(Deployment::spec),
        job,
        observed,
        changes,
        moves ? outlook : List.of(),
        notes(wanted, action, desired, known, deployed, changes, runs),
        upstream,
        Consequences.NONE,
        action == Action.UPGRADE
                || action == Action.UPGRADE_UNKNOWN_STATE
                || action == Action.UPGRADE_FROM_POSITIONS
            ? found.carryOver()
            : CarryOver.NONE,
        action == Action.UPGRADE_UNKNOWN_STATE ? found.decisions() : List.of(),
        way,
        offers);
  }

  private boolean ownIds() {
    return capabilities.submitPath() == Capabilities.SubmitPath.COMPILED_PLAN;
  }

  private Outlooks.Found outlook(
      SpecBuilder.Built built,
      Optional<StoredSpec> deployed,
      Optional<JobId> job,
      boolean runs,
      List<Change> changes,
      Way way,
      Optional<TimeWaits> waits) {
    if (deployed.isEmpty()) {
      return Outlooks.Found.NOTHING;
    }
    return switch (way) {
      case FRESH ->
          new Outlooks.Found(
              outlooks.ofFreshStart(deployed.get().spec(), job),
              CarryOver.NONE,
              List.of(),
              Optional.empty(),
              Outlooks.Form.CHANGEABLE);
      case DRAIN -> outlooks.ofPositions(built.operators(), built.spec(), job, waits);
      case POSITIONS ->
          outlooks.ofPositions(built.operators(), built.spec(), job, Optional.empty());
      case CARRY ->
          changes.isEmpty()
              ? Outlooks.Found.NOTHING
              : outlooks.of(
                  built.operators(),
                  deployed.get().spec(),
                  built.spec(),
                  job,
                  runs,
                  isQuery(changes) || wantsOtherState(built.operators()),
                  options.choices());
    };
  }

  PlannedModel removed(Deployment deployment) {
    Optional<JobId> job = currentJob(deployment);
    Optional<JobStatus> observed = job.flatMap(this::status);
    Action action = options.stopRemoved() ? Action.STOP : Action.LEFT_RUNNING;
    String reason =
        options.stopRemoved()
            ? "Its model is no longer in the project; it is stopped with a savepoint"
            : "Its model is no longer in the project; it is left as it is until stopping is asked"
                + " for";
    return new PlannedModel(
        deployment.model(),
        deployment.models(),
        deployment.key(),
        action,
        List.of(reason),
        Optional.empty(),
        deployment.spec(),
        job,
        observed,
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        Consequences.NONE,
        CarryOver.NONE,
        List.of());
  }

  private Optional<JobId> currentJob(Deployment deployment) {
    return deployment
        .attempt()
        .map(number -> ledger.attempt(deployment.key(), number))
        .map(Attempt::job);
  }

  /** A job; the cluster is asked for it by itself only when the list of all did not have it. */
  private Optional<JobStatus> status(JobId id) {
    return jobs.stream()
        .filter(listed -> listed.id().equals(id))
        .findFirst()
        .or(() -> control.job(id));
  }

  /** Why nothing may be done, if so. */
  private Optional<String> blocker(
      String key,
      JobSpec desired,
      Optional<StoredSpec> deployed,
      Optional<JobId> job,
      boolean runs) {
    Optional<Operation> unfinished =
        ledger.operations().of(key).stream()
            .filter(operation -> operation.endedAt().isEmpty())
            .findFirst();
    if (unfinished.isPresent()) {
      return Optional.of(unfinished(key, unfinished.get()));
    }
    return others.obstacle(key, desired).or(() -> backendObstacle(deployed, desired, job, runs));
  }

  /** Whoever lives is waited for, and what a dead one left is resumed. */
  private String unfinished(String key, Operation operation) {
    return ledger.locks().holders().stream()
        .filter(holder -> holder.deployment().equals(key))
        .findFirst()
        .map(holder -> "It is held by " + holder.words() + "; plan again when that has ended")
        .orElse(
            "An operation of "
                + operation.actor()
                + " was cut off before its end; run `millrace resume`");
  }

  /** Why the state cannot go over to another state backend, if one is wanted. */
  private Optional<String> backendObstacle(
      Optional<StoredSpec> deployed, JobSpec desired, Optional<JobId> job, boolean runs) {
    Optional<JobSpec> before = deployed.map(StoredSpec::spec).filter(desired::hasOtherBackendThan);
    if (before.isEmpty()) {
      return Optional.empty();
    }
    if (before.get().keepsStateAsynchronously()) {
      return Optional.of(
          "Another state backend can read canonical savepoints alone, and a job with"
              + " table.exec.async-state.enabled cannot write one; --full-refresh starts without"
              + " state");
    }
    if (!runs && job.flatMap(outlooks::seen).filter(StateSnapshot::isCanonical).isEmpty()) {
      return Optional.of(
          "Another state backend can read canonical savepoints alone; the job does not run, so none"
              + " can be taken, and it has left none: bring it back with the state_backend it had"
              + " first");
    }
    return Optional.empty();
  }

  private Action decide(
      Optional<Deployment> known,
      Optional<StoredSpec> deployed,
      Optional<JobStatus> observed,
      List<Change> changes,
      Outlooks.Found found,
      Way way,
      boolean ended,
      List<WayOffer> offers,
      List<String> reasons) {
    if (known.isEmpty() || deployed.isEmpty()) {
      reasons.add("It has not been deployed yet");
      return Action.CREATE;
    }
    if (ended) {
      reasons.add(words(changes));
      reasons.add(
          "It had read all of its input and come to its end; the changed one reads all of it again,"
              + " and writes its rows again");
      return Action.START_FRESH;
    }
    if (way == Way.FRESH) {
      reasons.add(
          (options.fullRefresh() ? "A full refresh was asked for" : "Starting fresh was chosen")
              + ": its state is given up and it starts anew");
      return Action.START_FRESH;
    }
    String standing = standing(known.get(), observed, reasons);
    if (way.keepsPositionsAlone()) {
      if (!changes.isEmpty()) {
        reasons.add(words(changes));
      }
      return fromPositions(found, way, offers, reasons);
    }
    if (!changes.isEmpty()) {
      reasons.add(words(changes));
      return upgrade(changes, found, reasons);
    }
    if (standing.isEmpty()) {
      return Action.UNCHANGED;
    }
    return Action.RESTART;
  }

  /** Why its job does not run; empty when it does or need not. */
  private String standing(
      Deployment deployment, Optional<JobStatus> observed, List<String> reasons) {
    String reason;
    if (deployment.wanted() == Deployment.Wanted.STOPPED) {
      reason = "It was stopped; it goes on from where it was";
    } else if (observed.isEmpty()) {
      reason = "The cluster does not know its job; it goes on from its newest checkpoint";
    } else if (hasEnded(Optional.of(deployment), observed)) {
      return "";
    } else if (observed.get().state().isTerminal()) {
      reason = "Its job is " + observed.get().state() + "; it goes on from its newest checkpoint";
    } else {
      return "";
    }
    reasons.add(reason);
    return reason;
  }

  /** Whether it came to its end by itself. */
  private boolean hasEnded(Optional<Deployment> known, Optional<JobStatus> observed) {
    return known.filter(each -> each.wanted() == Deployment.Wanted.RUNNING).isPresent()
        && observed
            .filter(job -> job.state() == JobState.FINISHED && !stoppedOutside(job))
            .isPresent();
  }

  /** A job that finished without a savepoint has read all of its input. */
  private boolean stoppedOutside(JobStatus finished) {
    return control
        .checkpoints(finished.id())
        .flatMap(report -> report.latestSavepoint())
        .isPresent();
  }

  private Action fromPositions(
      Outlooks.Found found, Way way, List<WayOffer> offers, List<String> reasons) {
    WayOffer offer = offers.stream().filter(each -> each.way() == way).findFirst().orElseThrow();
    if (!offer.isPossible()) {
      reasons.add("`" + way.written() + "` is " + offer.sentence());
      reasons.add("Choose another way; nothing has been stopped");
      return Action.BLOCKED;
    }
    if (isRefused(found.operators(), reasons)) {
      return Action.BLOCKED;
    }
    boolean chosen = offers.getFirst().isPossible();
    reasons.add(
        (chosen ? "`" + way.written() + "` was chosen: " : "It was drained before: ")
            + offer.sentence());
    return Action.UPGRADE_FROM_POSITIONS;
  }

  private static boolean isRefused(List<OperatorOutlook> outlook, List<String> reasons) {
    List<OperatorOutlook> refused =
        outlook.stream().filter(each -> each.verdict().refused()).toList();
    if (refused.isEmpty()) {
      return false;
    }
    refused.forEach(each -> reasons.add(lead(each.operator()) + " cannot go on: " + each.reason()));
    reasons.add(WAYS_OUT);
    return true;
  }

  private Action upgrade(List<Change> changes, Outlooks.Found found, List<String> reasons) {
    boolean query = isQuery(changes);
    List<OperatorOutlook> outlook = found.operators();
    if (isRefused(outlook, reasons)) {
      return Action.BLOCKED;
    }
    if (!found.decisions().isEmpty()) {
      found.decisions().forEach(each -> reasons.add(each.column() + " " + each.words()));
      reasons.add(
          "Choose with "
              + String.join(
                  " and ", found.decisions().stream().map(each -> "`" + each.flag() + "`").toList())
              + ", or change the model");
      return Action.UPGRADE_UNKNOWN_STATE;
    }
    boolean touched = outlook.stream().anyMatch(each -> Outlooks.isUnknown(each, query));
    if (touched) {
      reasons.add("The change touches an operator with state");
      if (found.form() == Outlooks.Form.FIXED) {
        reasons.add(
            "Some of it could go on in a canonical savepoint, and the job does not run, so none can"
                + " be taken: take the change back, run it, and change it then");
      }
      return Action.UPGRADE_UNKNOWN_STATE;
    }
    if (query && !ownIds() && !outlook.isEmpty()) {
      reasons.add(
          "Operators get Flink's own ids on this target, so state may find another operator");
      return Action.UPGRADE_UNKNOWN_STATE;
    }
    return Action.UPGRADE;
  }

  /** Options alone can do that: another place is another table, whose rows mean something else. */
  private static boolean wantsOtherState(OperatorUids.Assignment operators) {
    return operators.operators().stream()
        .anyMatch(
            each -> each.operator().role() == OperatorRole.STATEFUL && each.previous().isEmpty());
  }

  private static boolean isQuery(List<Change> changes) {
    return changes.stream().anyMatch(change -> change.kind() == Change.Kind.QUERY);
  }

  /** The name of an operator without what it does. */
  static String lead(String description) {
    int bracket = description.indexOf('(');
    return bracket > 0 ? description.substring(0, bracket) : description;
  }

  private static String words(List<Change> changes) {
    List<String> parts = new ArrayList<>();
    List<String> functions = FunctionChanges.names(changes);
    if (functions.isEmpty() || changes.stream().anyMatch(each -> each.kind() == Change.Kind.SQL)) {
      add(parts, changes, Change.Kind.QUERY, "the query");
    }
    if (!functions.isEmpty()) {
      parts.add("the code of " + String.join(" and ", functions));
    }
    add(parts, changes, Change.Kind.COLUMN, "columns");
    add(parts, changes, Change.Kind.KEY, "the key");
    add(parts, changes, Change.Kind.CHANGELOG, "the kind of changes it writes");
    add(parts, changes, Change.Kind.TABLE_OPTION, "table options");
    add(parts, changes, Change.Kind.SETTING, "settings");
    String list = String.join(", ", parts);
    return list.isEmpty() ? "It changed" : "Changed: " + list;
  }

  private static void add(
      List<String> parts, List<Change> changes, Change.Kind kind, String words) {
    if (changes.stream().anyMatch(change -> change.kind() == kind)) {
      parts.add(words);
    }
  }

  private List<String> notes(
      ProjectJob job,
      Action action,
      JobSpec desired,
      Optional<Deployment> known,
      Optional<StoredSpec> deployed,
      List<Change> changes,
      boolean runs) {
    List<String> notes = new ArrayList<>();
    switch (action) {
      case CREATE, START_FRESH ->
          desired.settings().stream()
              .filter(setting -> setting.option().equals(JobSettings.MAX_PARALLELISM))
              .filter(setting -> !setting.usesDefault())
              .forEach(
                  setting ->
                      notes.add(
                          "Maximum parallelism " + setting.value() + " is pinned from now on"));
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS, RESTART -> {
        changes.stream()
            .map(Change::subject)
            .map(subject -> subject.substring(subject.lastIndexOf(' ') + 1))
            .filter(option -> option.startsWith("scan.startup."))
            .distinct()
            .forEach(option -> notes.add(option + " is not used: positions come from the state"));
      }
      case UNCHANGED, STOP, LEFT_RUNNING, BLOCKED -> {}
    }
    Optional<String> pinned =
        known
            .map(Deployment::maxParallelism)
            .filter(OptionalInt::isPresent)
            .map(number -> Integer.toString(number.getAsInt()));
    job.models().stream()
        .flatMap(model -> model.node().config().text("max_parallelism").stream())
        .filter(wanted -> pinned.isPresent() && !pinned.get().equals(wanted))
        .distinct()
        .forEach(
            wanted ->
                notes.add(
                    "max_parallelism " + wanted + " is not used: state cannot be moved to it"));
    boolean moves = action == Action.UPGRADE || action == Action.UPGRADE_UNKNOWN_STATE;
    if (moves
        && runs
        && changes.stream().anyMatch(change -> change.subject().equals(STATE_BACKEND))) {
      notes.add(
          "The savepoint is taken in Flink's canonical format, which another state backend can"
              + " read; for large state that takes longer");
    }
    int leftOut =
        moves ? deployed.map(each -> LeftOutMessages.countIn(each.spec().plan())).orElse(0) : 0;
    if (leftOut > 0) {
      notes.add(
          "The job leaves out "
              + leftOut
              + (leftOut == 1 ? " record that" : " records that")
              + " could not be read; the new one goes on behind, and reads all that comes");
    }
    notes.addAll(others.notes(desired));
    if (!desired.checkpoints() && action.acts()) {
      notes.add("It takes no checkpoints: a lost job starts over, and the gate can only wait");
    }
    return notes;
  }
}
