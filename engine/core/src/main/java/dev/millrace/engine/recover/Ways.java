package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.Rewind;
import dev.millrace.engine.deploy.SavepointKeeper;
import dev.millrace.engine.inspect.SavepointCheck;
import dev.millrace.engine.inspect.StateBrowser;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.PlanState;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Lists the ways out of a trouble, the recommended one first. */
final class Ways {
  /** States that are looked at before one is found that can be used. */
  private static final int LOOKS = 10;

  private final StateTools tools;
  private final Ledger ledger;
  private final SavepointKeeper savepoints;
  private final StateBrowser browser;
  private final UnreadableRecords records;

  Ways(
      StateTools tools,
      Ledger ledger,
      SavepointKeeper savepoints,
      StateBrowser browser,
      UnreadableRecords records) {
    this.tools = requireNonNull(tools, "tools");
    this.ledger = requireNonNull(ledger, "ledger");
    this.savepoints = requireNonNull(savepoints, "savepoints");
    this.browser = requireNonNull(browser, "browser");
    this.records = requireNonNull(records, "records");
  }

  /** What was found, and what was looked at for it. */
  record Found(List<WayOut> ways, List<String> evidence) {
    Found {
      ways = List.copyOf(ways);
      evidence = List.copyOf(evidence);
    }
  }

  /** A state that can be used. */
  private record Usable(Savepoint savepoint, StateSnapshot snapshot, boolean newest) {}

  /**
   * @param running the job that runs or tries to
   */
  Found of(
      Deployment deployment,
      Operation newest,
      Trouble.Kind kind,
      Optional<FailureCause> cause,
      Optional<Explanations.Culprit> culprit,
      Optional<JobId> running) {
    boolean alive = running.isPresent();
    List<String> evidence = new ArrayList<>();
    List<WayOut> ways = new ArrayList<>();
    Optional<Duration> takes = lastTook(deployment);
    if (kind == Trouble.Kind.UNFINISHED) {
      ways.add(
          new WayOut(
              WayOut.Kind.RESUME,
              "Goes on where it was cut off, or undoes it",
              "all state: every step is in the journal",
              Optional.empty(),
              takes,
              true,
              Optional.empty()));
      return new Found(ways, evidence);
    }
    List<Usable> usable = alive ? List.of() : usable(deployment, newest, evidence);
    Optional<SkipProposal> bad =
        cause
            .filter(FailureCause.BadRecord.class::isInstance)
            .flatMap(unused -> look(deployment, newest, kind, running, usable));
    bad.ifPresent(
        found -> {
          evidence.addAll(found.evidence());
          found.way(records.canBeLeftOut(), takes).ifPresent(ways::add);
        });
    Optional<FailureCause.NullWritten> isNull =
        cause
            .filter(FailureCause.NullWritten.class::isInstance)
            .map(FailureCause.NullWritten.class::cast);
    isNull.ifPresent(
        written -> ways.addAll(withoutNull(written.column(), kind, hadNoState(newest))));
    switch (kind) {
      case UNDONE -> {
        if (isNull.isEmpty()) {
          undone(newest, cause, takes, ways);
        }
      }
      case RESTARTING -> {
        if (isNull.isEmpty()) {
          restarting(cause, bad, ways);
        }
      }
      case BLOCKED, FAILED, CANCELED, GONE -> {
        List<WayOut> back = back(deployment, usable, takes);
        // With the same query it would fail at the same row.
        back.stream()
            .map(way -> way.recommended(way.recommended() && isNull.isEmpty()))
            .forEach(ways::add);
        if (hadNoState(newest) && bad.isPresent() && !bad.get().found().areNone()) {
          ways.add(tolerate("all records that can be read", ways.isEmpty()));
        }
      }
      case UNFINISHED -> throw new IllegalStateException("told above");
    }
    lesser(deployment, newest, culprit, alive, usable, takes, ways);
    boolean first =
        ways.size() == 1
            || (ways.getFirst().kind() == WayOut.Kind.SKIP && !ways.getFirst().isGrave());
    for (int i = 0; first && i < ways.size(); i++) {
      ways.set(i, ways.get(i).recommended(i == 0));
    }
    return new Found(ways, evidence);
  }

  private static void undone(
      Operation newest, Optional<FailureCause> cause, Optional<Duration> takes, List<WayOut> ways) {
    boolean passing = cause.filter(FailureCause.NoSlots.class::isInstance).isPresent();
    WayOut leave =
        new WayOut(
            WayOut.Kind.LEAVE,
            "Leaves the old job as it is: change the model and run it again",
            "all state and the old query",
            Optional.empty(),
            Optional.empty(),
            !passing,
            Optional.empty());
    WayOut again =
        new WayOut(
            WayOut.Kind.AGAIN,
            "Starts the new job again, from a new savepoint of the old one",
            "all state that the plan keeps",
            Optional.empty(),
            takes,
            passing,
            Optional.of(
                new WayOut.Start(
                    newest.spec().orElseThrow(), Optional.empty(), newest.carryOver())));
    if (passing) {
      ways.add(again);
      ways.add(leave);
    } else {
      ways.add(leave);
      if (cause.filter(FailureCause::isOfTheState).isEmpty()) {
        ways.add(again);
      }
    }
  }

  /**
   * Looks for the records a job fails over, from where it begins each time.
   *
   * @param usable states of a job that does not run
   */
  private Optional<SkipProposal> look(
      Deployment deployment,
      Operation newest,
      Trouble.Kind kind,
      Optional<JobId> running,
      List<Usable> usable) {
    if (hadNoState(newest)) {
      return newest
          .spec()
          .map(
              number ->
                  new SkipProposal(
                      WayOut.Start.without(newest.kind(), number),
                      records.fromTheBeginning(ledger.spec(number).spec())));
    }
    Optional<StateSnapshot> state;
    Optional<Savepoint> from = Optional.empty();
    Optional<Long> spec;
    CarryOver carryOver = CarryOver.NONE;
    if (kind == Trouble.Kind.UNDONE) {
      // It ran from a state of the job that runs again, and would once more.
      state = lastRead(newest);
      spec = newest.spec();
      carryOver = newest.carryOver();
    } else if (running.isPresent()) {
      state = records.lastCheckpoint(running.get());
      spec = deployment.spec();
    } else {
      Optional<Usable> first = usable.stream().findFirst();
      state = first.map(Usable::snapshot);
      from = first.map(Usable::savepoint);
      spec =
          from.map(each -> ledger.attempt(deployment.key(), each.attempt()).spec())
              .or(newest::spec)
              .or(deployment::spec);
    }
    if (spec.isEmpty()) {
      return Optional.empty();
    }
    JobSpec ran = ledger.spec(spec.get()).spec();
    // Where a state is not known to be there, none may be started without it.
    UnreadableRecords.Found found =
        state
            .map(there -> records.from(ran, there))
            .orElseGet(
                () ->
                    new UnreadableRecords.Found(
                        Optional.empty(), Optional.of("no state of it can be read to begin from")));
    return Optional.of(new SkipProposal(new WayOut.Start(spec.get(), from, carryOver), found));
  }

  /** Whether the job that did not prove itself was started without state, as was wanted. */
  private static boolean hadNoState(Operation newest) {
    return switch (newest.kind()) {
      case CREATE, FRESH -> DeployState.valueOf(newest.state()) != DeployState.COMMITTED;
      case UPGRADE, RESTART, REWIND, STOP, CANCEL -> false;
    };
  }

  private static WayOut tolerate(String keeps, boolean recommended) {
    return new WayOut(
        WayOut.Kind.TOLERATE,
        "Put `ignore-parse-errors` of the source's format to true (with JSON:"
            + " with={'json.ignore-parse-errors': 'true'}), and run the model",
        keeps,
        Optional.of("records that cannot be read are left out from then on"),
        Optional.empty(),
        recommended,
        Optional.empty());
  }

  private static void restarting(
      Optional<FailureCause> cause, Optional<SkipProposal> found, List<WayOut> ways) {
    boolean bad = cause.filter(FailureCause.BadRecord.class::isInstance).isPresent();
    boolean readable = found.filter(each -> each.found().areNone()).isPresent();
    WayOut leave =
        new WayOut(
            WayOut.Kind.LEAVE,
            readable
                ? "Change the query so that it takes such a record (TRY_CAST, NULLIF, a filter),"
                    + " and run the model; until then Flink goes on trying"
                : "Lets Flink go on trying: right where the cause passes by itself",
            "all state",
            Optional.empty(),
            Optional.empty(),
            !bad || readable,
            Optional.empty());
    if (bad && !readable) {
      ways.add(tolerate("all state; the job goes on from its last checkpoint", true));
    }
    ways.add(leave);
  }

  private static List<WayOut> withoutNull(String column, Trouble.Kind kind, boolean hadNoState) {
    boolean runs = kind == Trouble.Kind.UNDONE;
    String keeps =
        hadNoState
            ? "it has no state yet, and nothing is lost"
            : runs
                ? "all state that the plan keeps"
                : "all state; the job goes on from its last checkpoint";
    String untilThen =
        kind == Trouble.Kind.RESTARTING
            ? "Flink goes on trying"
            : runs ? "the old query runs" : "nothing runs";
    return List.of(
        new WayOut(
            WayOut.Kind.LEAVE,
            "Change the query so that `"
                + column
                + "` is never NULL (COALESCE, or WHERE ... IS NOT NULL), and run the model; until"
                + " then "
                + untilThen,
            keeps,
            Optional.empty(),
            Optional.empty(),
            true,
            Optional.empty()),
        new WayOut(
            WayOut.Kind.TOLERATE,
            "Put flink_options={'table.exec.sink.not-null-enforcer': 'DROP'} into the model's"
                + " config, and run it",
            keeps,
            Optional.of("rows without a value there are left out from then on, unsaid"),
            Optional.empty(),
            false,
            Optional.empty()));
  }

  /** What is deployed, from the newest state that can be used, and from the next one. */
  private List<WayOut> back(Deployment deployment, List<Usable> usable, Optional<Duration> takes) {
    List<WayOut> ways = new ArrayList<>();
    for (int i = 0; i < Math.min(2, usable.size()); i++) {
      Usable state = usable.get(i);
      long spec = ledger.attempt(deployment.key(), state.savepoint().attempt()).spec();
      boolean otherQuery = deployment.spec().filter(known -> known != spec).isPresent();
      boolean whole = i == 0 && state.newest();
      // Whatever starts from a drained savepoint takes its positions alone.
      boolean drained = state.savepoint().origin() == Savepoint.Origin.DRAIN;
      ways.add(
          new WayOut(
              i == 0 ? WayOut.Kind.BRING_BACK : WayOut.Kind.OLDER,
              (otherQuery ? "Starts the query of that time" : "Starts the job again")
                  + " from "
                  + (whole ? "its newest state" : "an older state")
                  + ", "
                  + state.savepoint().path(),
              drained
                  ? "where the sources stood: the job was drained, and its windows are written"
                  : whole ? "all state; nothing is lost or read twice" : "the state of that time",
              whole
                  ? Optional.of("what its operators remembered beside windows")
                      .filter(unused -> drained)
                  : Optional.of(
                      "what came after "
                          + second(state.savepoint())
                          + ". "
                          + Rewind.effectOn(ledger.spec(spec).spec())),
              takes,
              i == 0,
              Optional.of(new WayOut.Start(spec, Optional.of(state.savepoint()), CarryOver.NONE))));
    }
    return ways;
  }

  /** Ways that give something up: one operator's state, all but positions, everything. */
  private void lesser(
      Deployment deployment,
      Operation operation,
      Optional<Explanations.Culprit> culprit,
      boolean alive,
      List<Usable> usable,
      Optional<Duration> takes,
      List<WayOut> ways) {
    Optional<Long> wanted = operation.spec().or(deployment::spec);
    if (wanted.isEmpty()) {
      return;
    }
    JobSpec spec = ledger.spec(wanted.get()).spec();
    // While the old job runs, a savepoint is taken of it; its operators are those of the last one.
    Optional<StateSnapshot> known =
        alive ? lastRead(operation) : usable.stream().findFirst().map(Usable::snapshot);
    Optional<Savepoint> from =
        alive ? Optional.empty() : usable.stream().findFirst().map(Usable::savepoint);
    if (known.isPresent()) {
      Optional<String> id =
          culprit
              .flatMap(Explanations.Culprit::id)
              .filter(
                  stored ->
                      known.get().operators().stream().anyMatch(each -> each.id().equals(stored)));
      id.ifPresent(
          operator ->
              ways.add(
                  new WayOut(
                      WayOut.Kind.RESET,
                      "Starts it without the state of " + culprit.orElseThrow().place().operator(),
                      "the state of all other operators, and the positions of the sources",
                      Optional.of("what that operator remembered; its results begin again"),
                      takes,
                      false,
                      Optional.of(
                          new WayOut.Start(
                              wanted.get(),
                              from,
                              with(operation.carryOver(), List.of(operator)))))));
      boolean newest = alive || usable.getFirst().newest();
      if (holds(known.get(), spec, OperatorRole.STATEFUL)
          && holds(known.get(), spec, OperatorRole.SOURCE)) {
        ways.add(
            new WayOut(
                WayOut.Kind.POSITIONS,
                "Starts it with the positions of its sources alone",
                newest
                    ? "where the sources stood: no record is lost or read twice"
                    : "where the sources stood then; what came since is read again",
                Optional.of("what its operators remembered: results begin again"),
                takes,
                false,
                Optional.of(
                    new WayOut.Start(
                        wanted.get(), from, CarryOver.onlySources(CarryOver.Extent.SOURCES)))));
      }
    }
    ways.add(
        new WayOut(
            WayOut.Kind.FRESH,
            "Starts it with nothing",
            "nothing",
            Optional.of(
                "all state and positions: sources begin where their tables say, and rows may be"
                    + " written again"),
            takes,
            false,
            Optional.of(WayOut.Start.without(Operation.Kind.FRESH, wanted.get()))));
  }

  private static CarryOver with(CarryOver carryOver, List<String> ids) {
    List<String> more = new ArrayList<>(carryOver.droppedIds());
    more.addAll(ids);
    return new CarryOver(
        carryOver.dropped(),
        more,
        carryOver.migrations(),
        carryOver.extent(),
        carryOver.forgotten(),
        carryOver.endless());
  }

  private static boolean holds(StateSnapshot snapshot, JobSpec spec, OperatorRole wanted) {
    return snapshot.operators().stream()
        .anyMatch(operator -> role(operator, spec).filter(wanted::equals).isPresent());
  }

  private static Optional<OperatorRole> role(StateSnapshot.Operator operator, JobSpec spec) {
    return operator
        .uid()
        .flatMap(
            uid ->
                spec.operators().stream()
                    .filter(each -> PlanState.isOf(uid, each.uid()))
                    .findFirst()
                    .map(OperatorUid::role));
  }

  private Optional<StateSnapshot> lastRead(Operation newest) {
    return newest
        .savepointPath()
        .or(newest::restorePath)
        .flatMap(
            path -> {
              try {
                return Optional.of(tools.read(path));
              } catch (MillraceException e) {
                return Optional.empty();
              }
            });
  }

  /** States that can be gone on from, the newest first; of the others is told why not. */
  private List<Usable> usable(Deployment deployment, Operation newest, List<String> evidence) {
    List<Usable> usable = new ArrayList<>();
    List<Savepoint> all = states(deployment, newest);
    for (int i = 0; i < Math.min(LOOKS, all.size()) && usable.size() < 2; i++) {
      Savepoint savepoint = all.get(i);
      try {
        SavepointCheck check = browser.verify(savepoint.path());
        Optional<String> fault = fault(check, deployment);
        if (fault.isEmpty()) {
          usable.add(new Usable(savepoint, check.snapshot().orElseThrow(), i == 0));
        } else {
          evidence.add(savepoint.path() + ": " + fault.get());
        }
      } catch (MillraceException e) {
        evidence.add(savepoint.path() + ": " + e.problem().message());
      }
    }
    return usable;
  }

  private static Optional<String> fault(SavepointCheck check, Deployment deployment) {
    if (!check.isUsable()) {
      return Optional.of(check.faults().getFirst());
    }
    // Somebody has put other files in its place.
    return check
        .model()
        .filter(model -> !model.equals(deployment.model()))
        .map(model -> "it holds the state of " + model);
  }

  private List<Savepoint> states(Deployment deployment, Operation newest) {
    // A job that was never to be the deployment's leaves nobody's state.
    boolean givenUp = DeployState.valueOf(newest.state()) != DeployState.COMMITTED;
    return savepoints.of(deployment).stream()
        .filter(
            savepoint -> !givenUp || !newest.toAttempt().equals(Optional.of(savepoint.attempt())))
        .toList();
  }

  private static Instant second(Savepoint savepoint) {
    return savepoint.takenAt().truncatedTo(ChronoUnit.SECONDS);
  }

  /** From the beginning of the last deployment that succeeded to its end. */
  private Optional<Duration> lastTook(Deployment deployment) {
    return ledger.operations().of(deployment.key()).stream()
        .filter(operation -> DeployState.valueOf(operation.state()) == DeployState.COMMITTED)
        .filter(operation -> operation.toAttempt().isPresent())
        .findFirst()
        .flatMap(
            operation ->
                operation.endedAt().map(end -> Duration.between(operation.startedAt(), end)));
  }
}
