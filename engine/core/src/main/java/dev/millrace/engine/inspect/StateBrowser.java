package dev.millrace.engine.inspect;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.ledger.StoredSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.OperatorUid;
import dev.millrace.engine.state.PlanState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Tells what jobs remember, and whether savepoints can be used. */
public final class StateBrowser {
  private final JobControl jobs;
  private final StateTools tools;
  private final Ledger ledger;

  public StateBrowser(Connector connector, Ledger ledger) {
    this.jobs = connector.jobs();
    this.tools = connector.state();
    this.ledger = requireNonNull(ledger, "ledger");
  }

  /**
   * What the job of a model remembers, by its newest checkpoint or savepoint.
   *
   * @throws MillraceException USAGE when it has none; STATE_UNREADABLE
   */
  public Memory of(String model) {
    String name = model.substring(model.lastIndexOf('.') + 1);
    Deployment deployment =
        ledger
            .deploymentOf(model)
            .orElseThrow(() -> nothing("The model " + name + " has not been deployed"));
    Dated found =
        newest(deployment)
            .orElseThrow(
                () -> nothing("The job of " + name + " has no checkpoint and no savepoint"));
    try {
      return memory(found, deployment);
    } catch (MillraceException e) {
      // A job deletes its older checkpoints as it goes on, perhaps before we have read them.
      Dated other =
          newest(deployment)
              .filter(newer -> e.problem().code() == ProblemCode.STATE_UNREADABLE)
              .filter(newer -> !newer.path().equals(found.path()))
              .orElseThrow(() -> e);
      return memory(other, deployment);
    }
  }

  private Memory memory(Dated found, Deployment deployment) {
    return memory(found.path(), tools.read(found.path()), Optional.of(deployment), found.attempt());
  }

  /** What lies at a path, in the words of the deployment it belongs to, if that is one of ours. */
  public Memory at(String path) {
    StateSnapshot snapshot = tools.read(path);
    Optional<Deployment> owner = ownerOf(snapshot);
    return memory(
        path,
        snapshot,
        owner,
        owner.flatMap(deployment -> savepoint(deployment, path)).map(Savepoint::attempt));
  }

  /**
   * The same with everything counted that can be.
   *
   * @param progress told about each operator before it is read
   * @param uncountable told why, where something cannot be counted
   */
  public Memory counted(
      Memory memory, Consumer<Memory.Part> progress, Consumer<String> uncountable) {
    List<Memory.Part> parts = new ArrayList<>();
    List<String> reasons = new ArrayList<>();
    for (Memory.Part part : memory.operators()) {
      progress.accept(part);
      StateTools.Counted counted = tools.count(memory.path(), part.operator().id());
      counted.why().filter(why -> !reasons.contains(why)).ifPresent(reasons::add);
      Map<String, StateTools.Count> counts = counted.states();
      parts.add(
          new Memory.Part(
              part.operator(),
              part.description(),
              part.role(),
              part.models(),
              part.states().stream()
                  .map(
                      held ->
                          new Memory.Held(
                              held.state(),
                              held.columns(),
                              Optional.ofNullable(counts.get(held.state().name()))))
                  .toList()));
    }
    reasons.forEach(uncountable);
    return new Memory(memory.model(), memory.path(), memory.snapshot(), memory.start(), parts);
  }

  /**
   * Looks every file of a savepoint up, and whether its operators are those of the deployment.
   *
   * @throws MillraceException STATE_UNREADABLE
   */
  public SavepointCheck verify(String path) {
    StateTools.Verification found = tools.verify(path);
    Optional<Deployment> owner = ownerOf(found.snapshot());
    List<String> strangers = new ArrayList<>();
    owner
        .flatMap(deployment -> planOf(deployment, path))
        .ifPresent(
            plan ->
                found.snapshot().operators().stream()
                    .filter(StateSnapshot.Operator::holdsSomething)
                    .filter(operator -> operator.uid().flatMap(plan::owner).isEmpty())
                    .forEach(
                        operator ->
                            strangers.add(
                                operator.uid().or(operator::name).orElse(operator.id()))));
    return new SavepointCheck(
        path,
        owner.map(Deployment::model),
        Optional.of(found.snapshot()),
        found.files(),
        found.missing(),
        found.snapshot().operators().stream()
            .flatMap(operator -> operator.problem().stream())
            .distinct()
            .toList(),
        strangers);
  }

  /** The same for all savepoints of a model that the ledger knows; what is unreadable is told. */
  public List<SavepointCheck> verifyAll(Optional<String> model) {
    List<SavepointCheck> checks = new ArrayList<>();
    for (Deployment deployment : ledger.deployments()) {
      if (model.isEmpty() || deployment.isAmong(Set.of(model.get()))) {
        for (Savepoint savepoint : ledger.savepoints(deployment.key())) {
          checks.add(verified(savepoint.path(), deployment.model()));
        }
      }
    }
    return checks;
  }

  private SavepointCheck verified(String path, String model) {
    try {
      return verify(path);
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.STATE_UNREADABLE) {
        throw e;
      }
      return new SavepointCheck(
          path,
          Optional.of(model),
          Optional.empty(),
          0,
          List.of(),
          List.of(e.problem().message()),
          List.of());
    }
  }

  /**
   * @param attempt number of the submission that wrote it
   */
  private Memory memory(
      String path, StateSnapshot snapshot, Optional<Deployment> owner, Optional<Integer> attempt) {
    Optional<JobSpec> spec = owner.flatMap(deployment -> specOf(deployment, path));
    Optional<PlanState> plan = spec.map(JobSpec::plan).map(PlanState::of);
    List<OperatorUid> uids = spec.map(JobSpec::operators).orElse(List.of());
    List<Memory.Part> parts =
        snapshot.operators().stream()
            .filter(StateSnapshot.Operator::holdsSomething)
            .map(operator -> part(operator, plan, uids))
            .sorted(Comparator.comparingLong(Memory.Part::bytes).reversed())
            .toList();
    Optional<Memory.Start> start =
        owner.flatMap(
            deployment ->
                attempt
                    .map(number -> ledger.attempt(deployment.key(), number))
                    .map(known -> new Memory.Start(known.startedAt(), known.restorePath())));
    return new Memory(owner.map(Deployment::model), path, snapshot, start, parts);
  }

  private static Memory.Part part(
      StateSnapshot.Operator operator, Optional<PlanState> plan, List<OperatorUid> uids) {
    Optional<PlanState.Owner> owner = plan.flatMap(known -> operator.uid().flatMap(known::owner));
    return new Memory.Part(
        operator,
        owner
            .map(PlanState.Owner::description)
            .or(operator::name)
            .orElse("operator " + operator.id()),
        owner.map(PlanState.Owner::role).filter(OperatorRole::keepsState),
        operator
            .uid()
            .flatMap(uid -> uids.stream().filter(one -> PlanState.isOf(uid, one.uid())).findFirst())
            .map(OperatorUid::models)
            .orElse(List.of()),
        operator.states().stream()
            .map(
                state ->
                    new Memory.Held(
                        state,
                        plan.map(known -> known.columns(operator.uid(), state))
                            .orElseGet(
                                () ->
                                    new PlanState.Columns(
                                        state.key(), state.mapKey(), state.value())),
                        Optional.empty()))
            .toList());
  }

  /** A deployment's UIDs begin with its key. */
  private Optional<Deployment> ownerOf(StateSnapshot snapshot) {
    return ledger.deployments().stream()
        .filter(
            deployment ->
                snapshot.operators().stream()
                    .flatMap(operator -> operator.uid().stream())
                    .anyMatch(uid -> isOf(deployment, uid)))
        .findFirst();
  }

  private boolean isOf(Deployment deployment, String uid) {
    if (uid.startsWith(deployment.key() + "/")) {
      return true;
    }
    // A deployment that was renamed or took another's state over keeps the UIDs there were.
    return deployment.spec().map(ledger::spec).stream()
        .flatMap(spec -> spec.spec().operators().stream())
        .map(OperatorUid::uid)
        .anyMatch(format -> PlanState.isOf(uid, format));
  }

  /** What the submission ran that wrote it, where we know which; else what is deployed. */
  private Optional<JobSpec> specOf(Deployment deployment, String path) {
    return savepoint(deployment, path)
        .map(savepoint -> ledger.attempt(deployment.key(), savepoint.attempt()).spec())
        .or(deployment::spec)
        .map(ledger::spec)
        .map(StoredSpec::spec);
  }

  private Optional<PlanState> planOf(Deployment deployment, String path) {
    return specOf(deployment, path).map(JobSpec::plan).map(PlanState::of);
  }

  private Optional<Savepoint> savepoint(Deployment deployment, String path) {
    return ledger.savepoints(deployment.key()).stream()
        .filter(savepoint -> savepoint.path().equals(path))
        .findFirst();
  }

  private Optional<Dated> newest(Deployment deployment) {
    Optional<JobId> job =
        deployment
            .attempt()
            .map(number -> ledger.attempt(deployment.key(), number))
            .map(Attempt::job);
    Stream<Dated> checkpoints =
        Stream.concat(
                job
                    .flatMap(jobs::checkpoints)
                    .map(CheckpointReport::newestFirst)
                    .orElse(List.of())
                    .stream()
                    .filter(found -> !ledger.isDeleted(found.path())),
                job.flatMap(jobs::newestRetainedCheckpoint).stream())
            .map(found -> new Dated(found.time(), found.path(), deployment.attempt()));
    Stream<Dated> savepoints =
        ledger.savepoints(deployment.key()).stream()
            .map(
                savepoint ->
                    new Dated(
                        savepoint.takenAt(), savepoint.path(), Optional.of(savepoint.attempt())));
    return Stream.concat(checkpoints, savepoints).max(Comparator.comparing(Dated::time));
  }

  /**
   * A checkpoint or savepoint.
   *
   * @param attempt number of the submission that wrote it
   */
  private record Dated(Instant time, String path, Optional<Integer> attempt) {}

  private static MillraceException nothing(String message) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, message).remedy("Look at `millrace status`"));
  }
}
