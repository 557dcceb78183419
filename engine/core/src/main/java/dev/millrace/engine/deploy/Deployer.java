package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.DeploymentLock;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.OperatorOutlook;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.trust.Bindings;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries out plans, and finishes or undoes what an ended process left behind.
 *
 * <p>Every step is in the ledger before and after it happens. Consumers of events are called by one
 * thread at a time.
 */
public final class Deployer {
  private static final Logger LOG = LoggerFactory.getLogger(Deployer.class);

  /** Jobs brought back or stopped at the same time, where no profile says. */
  private static final int THREADS = 4;

  private final Connector connector;
  private final Ledger ledger;
  private final Supplier<Bindings> secrets;
  private final DeployerSettings settings;
  private final String actor;
  private final Clock clock;
  private final Recheck recheck;

  /**
   * A deployer.
   *
   * @param secrets values of secret placeholders, asked for at each submission
   * @param actor who deploys, for the ledger
   */
  public Deployer(
      Connector connector,
      Ledger ledger,
      Supplier<Bindings> secrets,
      DeployerSettings settings,
      String actor,
      Clock clock) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.secrets = requireNonNull(secrets, "secrets");
    this.settings = requireNonNull(settings, "settings");
    this.actor = requireNonNull(actor, "actor");
    this.clock = requireNonNull(clock, "clock");
    this.recheck = new Recheck(connector, ledger);
  }

  /**
   * Carries out a plan, in dependency order and in parallel within a level. A model that fails
   * holds up only those that read it.
   *
   * @throws MillraceException PLAN_STALE, LOCKED, CONFIRMATION_NEEDED before anything is touched
   */
  public DeployReport apply(Plan plan, DeployOptions options, Consumer<DeployEvent> consumer) {
    List<CarriedStates.Decision> decisions =
        plan.acting().stream().flatMap(model -> model.decisions().stream()).toList();
    if (!decisions.isEmpty()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIRMATION_NEEDED,
                  "Somebody must choose what becomes of "
                      + String.join(
                          ", ",
                          decisions.stream()
                              .map(CarriedStates.Decision::column)
                              .distinct()
                              .toList())
                      + ", and nothing has been touched")
              .remedy(
                  "Look at the plan, and choose: "
                      + String.join(
                          " ",
                          decisions.stream()
                              .map(CarriedStates.Decision::flag)
                              .distinct()
                              .toList())));
    }
    if (!plan.unknownState().isEmpty() && !options.allowUnknownState()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIRMATION_NEEDED,
                  PlanWords.permission(plan.unknownState()) + ", and nothing has been touched")
              .remedy("Look at the plan, and use --allow-unknown-state to go on"));
    }
    return run(
        "apply",
        plan.acting().stream().map(PlannedModel::deployment).toList(),
        plan.acting().stream().map(PlannedModel::model).toList(),
        options.threads(),
        () -> {
          plan.acting().forEach(recheck::asPlanned);
          return plan.models().stream().map(model -> task(plan, model)).toList();
        },
        consumer);
  }

  /**
   * Finds operations that an ended process left unfinished, and finishes or undoes each, saying
   * which. Does nothing when there are none.
   *
   * @throws MillraceException LOCKED when a living process is at one of them
   */
  public DeployReport resume(Consumer<DeployEvent> consumer) {
    return resume(Set.of(), consumer);
  }

  /**
   * The same for some.
   *
   * @param deployments their keys; empty for all
   */
  public DeployReport resume(Set<String> deployments, Consumer<DeployEvent> consumer) {
    List<Operation> unfinished =
        ledger.operations().unfinished().stream()
            .filter(
                operation -> deployments.isEmpty() || deployments.contains(operation.deployment()))
            .toList();
    return run(
        "resume",
        unfinished.stream().map(Operation::deployment).toList(),
        unfinished.stream().map(operation -> modelOf(operation.deployment())).toList(),
        THREADS,
        () ->
            // Read again: whoever held the lock before may have finished some.
            ledger.operations().unfinished().stream()
                .filter(
                    operation ->
                        unfinished.stream().anyMatch(known -> known.id().equals(operation.id())))
                .map(
                    operation ->
                        Run.Task.of(ledger.deployment(operation.deployment()), held -> operation))
                .toList(),
        consumer);
  }

  /**
   * Brings back every job that should run and that the cluster has lost or that has failed, from
   * its newest checkpoint. Never starts a job empty that had state.
   */
  public DeployReport restore(Consumer<DeployEvent> consumer) {
    List<Deployment> lost = recheck.lost(ledger.deployments());
    return run(
        "restore",
        lost.stream().map(Deployment::key).toList(),
        lost.stream().map(Deployment::model).toList(),
        THREADS,
        () ->
            recheck.lost(recheck.now(lost)).stream()
                .map(
                    deployment ->
                        Run.Task.of(
                            deployment,
                            held ->
                                begin(held, deployment, Operation.Kind.RESTART, deployment.spec())))
                .toList(),
        consumer);
  }

  /**
   * Stops jobs.
   *
   * @param models unique ids; empty for all
   * @param withSavepoint whether to take a savepoint; without, the last checkpoint is what is left
   * @throws MillraceException DEPLOY_BLOCKED before anything is touched, when an operation of one
   *     of them has not come to its end; LOCKED
   */
  public DeployReport stop(
      Set<String> models, boolean withSavepoint, Consumer<DeployEvent> consumer) {
    List<Deployment> running =
        Recheck.running(ledger.deployments()).stream()
            .filter(deployment -> models.isEmpty() || deployment.isAmong(models))
            .toList();
    Operation.Kind kind = withSavepoint ? Operation.Kind.STOP : Operation.Kind.CANCEL;
    return run(
        "stop",
        running.stream().map(Deployment::key).toList(),
        running.stream().map(Deployment::model).toList(),
        THREADS,
        () -> {
          List<Deployment> still = Recheck.running(recheck.now(running));
          still.forEach(recheck::idle);
          return still.stream()
              .map(
                  deployment ->
                      Run.Task.of(
                          deployment, held -> begin(held, deployment, kind, Optional.empty())))
              .toList();
        },
        consumer);
  }

  /**
   * Goes back to earlier states: each job stops with a savepoint, and what ran before starts from
   * the state that was chosen. When that fails, what runs now is brought back.
   *
   * @throws MillraceException DEPLOY_BLOCKED before anything is touched, when an operation of one
   *     of them has not come to its end; LOCKED
   */
  public DeployReport rewind(List<Rewind> rewinds, Consumer<DeployEvent> consumer) {
    return run(
        "rewind",
        rewinds.stream().map(rewind -> rewind.deployment().key()).toList(),
        rewinds.stream().map(rewind -> rewind.deployment().model()).toList(),
        THREADS,
        () -> {
          rewinds.forEach(rewind -> recheck.asChosen(rewind.deployment()));
          return rewinds.stream()
              .map(rewind -> Run.Task.of(rewind.deployment(), held -> begin(held, rewind)))
              .toList();
        },
        consumer);
  }

  /**
   * Starts a specification of a deployment, from whatever was chosen: the job that is there stops
   * with a savepoint, or without one where it cannot take any. When it fails, what ran before is
   * brought back.
   *
   * @param kind UPGRADE goes on from the state that the job leaves, REWIND from the path, FRESH
   *     from none
   * @param spec number of what is to run
   * @param path of the state that a REWIND starts from
   * @param carryOver what is done to the state before the job goes on from it
   * @throws MillraceException DEPLOY_BLOCKED before anything is touched, when an operation of it
   *     has not come to its end; LOCKED
   */
  public DeployReport start(
      Deployment deployment,
      Operation.Kind kind,
      long spec,
      Optional<String> path,
      CarryOver carryOver,
      Consumer<DeployEvent> consumer) {
    return run(
        "recover",
        List.of(deployment.key()),
        List.of(deployment.model()),
        1,
        () -> {
          recheck.asChosen(deployment);
          return List.of(
              Run.Task.of(
                  deployment, held -> begin(held, deployment, kind, spec, path, carryOver)));
        },
        consumer);
  }

  private Operation begin(Ledger held, Rewind rewind) {
    return begin(
        held,
        rewind.deployment(),
        Operation.Kind.REWIND,
        rewind.spec().number(),
        Optional.of(rewind.savepoint().path()),
        CarryOver.NONE);
  }

  private Operation begin(
      Ledger held,
      Deployment deployment,
      Operation.Kind kind,
      long spec,
      Optional<String> path,
      CarryOver carryOver) {
    return held.operations()
        .begin(
            deployment.key(),
            kind,
            DeployState.INTENDED.name(),
            Optional.empty(),
            Optional.of(spec),
            held.deployment(deployment.key()).attempt(),
            path,
            false,
            carryOver,
            actor);
  }

  /** What the ledger and the cluster say about every deployment, by model. */
  public List<DeploymentStatus> statuses() {
    return new Statuses(connector, ledger).all();
  }

  private DeployReport run(
      String name,
      List<String> deployments,
      List<String> models,
      int threads,
      Supplier<List<Run.Task>> tasks,
      Consumer<DeployEvent> consumer) {
    Events events = new Events(consumer);
    DeploymentLock lock = ledger.locks().acquire(deployments, actor, name);
    try {
      List<Run.Task> prepared = tasks.get();
      events.accept(new DeployEvent.RunStarted(clock.instant(), name, models));
      Run run = new Run(connector, ledger.held(lock), secrets, settings, clock, events, lock);
      DeployReport report = new DeployReport(run.all(prepared, threads));
      events.accept(new DeployEvent.RunFinished(clock.instant(), report));
      return report;
    } finally {
      release(lock);
    }
  }

  /** Gives the lock back; a ledger that cannot be written to must not hide how the run ended. */
  private static void release(DeploymentLock lock) {
    try {
      lock.close();
    } catch (MillraceException e) {
      if (e.problem().code() != ProblemCode.LEDGER_UNAVAILABLE) {
        throw e;
      }
      LOG.warn("The lock stays until its holder is taken for dead: {}", e.problem().message());
    }
  }

  private Run.Task task(Plan plan, PlannedModel model) {
    return switch (model.action()) {
      case CREATE -> deploy(plan, model, Operation.Kind.CREATE);
      case UPGRADE, UPGRADE_UNKNOWN_STATE, UPGRADE_FROM_POSITIONS ->
          deploy(plan, model, Operation.Kind.UPGRADE);
      case RESTART -> deploy(plan, model, Operation.Kind.RESTART);
      case START_FRESH -> deploy(plan, model, Operation.Kind.FRESH);
      case STOP ->
          new Run.Task(
              model.model(),
              model.models(),
              model.upstream(),
              held ->
                  begin(
                      held,
                      ledger.deployment(model.deployment()),
                      Operation.Kind.STOP,
                      Optional.empty()),
              Optional.empty());
      case UNCHANGED, LEFT_RUNNING ->
          Run.Task.done(nothingDone(model, Outcome.UNCHANGED, "Nothing to do"));
      case BLOCKED ->
          Run.Task.done(nothingDone(model, Outcome.BLOCKED, String.join(". ", model.reasons())));
    };
  }

  private Run.Task deploy(Plan plan, PlannedModel model, Operation.Kind kind) {
    return new Run.Task(
        model.model(),
        model.models(),
        model.upstream(),
        held -> {
          JobSpec spec = model.desired().orElseThrow();
          ledger.register(model.deployment(), model.model(), spec);
          Deployment deployment = ledger.deployment(model.deployment());
          // A restart starts what is deployed, not what would be compiled today.
          long number =
              kind == Operation.Kind.RESTART
                  ? deployment.spec().orElseThrow()
                  : ledger.addSpec(
                      model.deployment(), spec, plan.flinkVersion(), plan.gitCommit(), actor);
          return held.operations()
              .begin(
                  model.deployment(),
                  kind,
                  DeployState.INTENDED.name(),
                  Optional.of(plan.hash()),
                  Optional.of(number),
                  deployment.attempt(),
                  Optional.empty(),
                  dropsUnnamed(model),
                  model.carryOver(),
                  actor);
        },
        Optional.empty());
  }

  /**
   * Whether state without an owner is to be given up although it cannot be named, since savepoints
   * cannot be read from here.
   */
  private boolean dropsUnnamed(PlannedModel model) {
    return model.carryOver().isNone()
        && connector.capabilities().submitPath() == Capabilities.SubmitPath.COMPILED_PLAN
        && model.operators().stream()
            .anyMatch(operator -> operator.outlook() == OperatorOutlook.Outlook.WITHOUT_OWNER);
  }

  private Operation begin(
      Ledger held, Deployment deployment, Operation.Kind kind, Optional<Long> spec) {
    return held.operations()
        .begin(
            deployment.key(),
            kind,
            DeployState.INTENDED.name(),
            Optional.empty(),
            spec,
            deployment.attempt(),
            false,
            actor);
  }

  private String modelOf(String deployment) {
    return ledger.deployment(deployment).model();
  }

  private static ModelReport nothingDone(PlannedModel model, Outcome outcome, String message) {
    Optional<Problem> problem =
        outcome == Outcome.BLOCKED
            ? Optional.of(Problem.error(ProblemCode.DEPLOY_BLOCKED, message))
            : Optional.empty();
    return new ModelReport(
        model.model(),
        model.models(),
        model.action() == Action.BLOCKED ? "blocked" : "none",
        outcome,
        message,
        problem,
        List.of(),
        model.deployedJob(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Duration.ZERO,
        false);
  }
}
