package dev.millrace.engine.recover;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobFailures;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.Deployer;
import dev.millrace.engine.deploy.SavepointKeeper;
import dev.millrace.engine.inspect.StateBrowser;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.StoredSpec;
import dev.millrace.engine.trust.Bindings;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Finds jobs that do not run as they should, says why, and takes the way out that is chosen. */
public final class Recovery {
  private final Connector connector;
  private final Ledger ledger;
  private final Deployer deployer;
  private final UnreadableRecords records;
  private final String actor;
  private final Explanations explanations;
  private final Ways ways;

  /**
   * For one target.
   *
   * @param savepoints finds the states there are to go back to
   * @param browser looks whether they can be used
   * @param secrets values of secret placeholders
   * @param actor who recovers, for the ledger
   */
  public Recovery(
      Connector connector,
      Ledger ledger,
      Deployer deployer,
      SavepointKeeper savepoints,
      StateBrowser browser,
      Supplier<Bindings> secrets,
      String actor) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
    this.deployer = requireNonNull(deployer, "deployer");
    this.explanations = new Explanations(connector.state(), ledger);
    this.records = new UnreadableRecords(connector, ledger, secrets);
    this.actor = requireNonNull(actor, "actor");
    this.ways = new Ways(connector.state(), ledger, savepoints, browser, records);
  }

  /**
   * All jobs in trouble; one that a living process is at is left to it.
   *
   * @param models unique ids; empty for all
   */
  public List<Trouble> troubles(Set<String> models) {
    Set<String> held = Set.copyOf(heldDeployments());
    List<Trouble> troubles = new ArrayList<>();
    for (Deployment deployment : ledger.deployments()) {
      if ((models.isEmpty() || deployment.isAmong(models)) && !held.contains(deployment.key())) {
        of(deployment).ifPresent(troubles::add);
      }
    }
    return troubles;
  }

  private List<String> heldDeployments() {
    return ledger.locks().holders().stream().map(holder -> holder.deployment()).toList();
  }

  /**
   * Takes a way out: journalled and gated as every deployment, and undone when it fails.
   *
   * @throws dev.millrace.engine.problem.MillraceException LOCKED, DEPLOY_BLOCKED before anything is
   *     touched
   */
  public DeployReport take(Trouble trouble, WayOut way, Consumer<DeployEvent> consumer) {
    return take(trouble, way, Optional.empty(), consumer);
  }

  /**
   * The same, and copies the records that a way leaves out first.
   *
   * @param deadLetter the topic they are copied into, of the brokers they come from; it is made
   *     when it is not there
   * @throws dev.millrace.engine.problem.MillraceException also TOPIC_FAILED, before the job is
   *     touched
   */
  public DeployReport take(
      Trouble trouble, WayOut way, Optional<String> deadLetter, Consumer<DeployEvent> consumer) {
    Deployment deployment = trouble.deployment();
    return switch (way.kind()) {
      case RESUME -> deployer.resume(Set.of(deployment.key()), consumer);
      case LEAVE, TOLERATE -> new DeployReport(List.of());
      case AGAIN, BRING_BACK, OLDER, SKIP, RESET, POSITIONS, FRESH -> {
        WayOut.Start start = way.start().orElseThrow();
        yield deployer.start(
            deployment,
            start.kind(),
            spec(deployment, start, deadLetter),
            start.from().map(savepoint -> savepoint.path()),
            start.carryOver(),
            consumer);
      }
    };
  }

  /** What is started; one that leaves records out is another than was deployed. */
  private long spec(Deployment deployment, WayOut.Start start, Optional<String> deadLetter) {
    if (start.leftOut().isEmpty()) {
      return start.spec();
    }
    StoredSpec stored = ledger.spec(start.spec());
    deadLetter.ifPresent(topic -> records.putAside(start.leftOut(), stored.spec(), topic));
    return ledger.addSpec(
        deployment.key(),
        UnreadableRecords.without(start.leftOut(), stored.spec()),
        stored.flinkVersion(),
        stored.gitCommit(),
        actor);
  }

  private Optional<Trouble> of(Deployment deployment) {
    List<Operation> operations = ledger.operations().of(deployment.key());
    if (operations.isEmpty()) {
      return Optional.empty();
    }
    Operation newest = operations.getFirst();
    Optional<JobStatus> job =
        deployment
            .attempt()
            .map(number -> ledger.attempt(deployment.key(), number).job())
            .flatMap(connector.jobs()::job);
    Optional<JobId> running = job.filter(status -> !status.state().isTerminal()).map(JobStatus::id);
    boolean alive = running.isPresent();
    if (newest.endedAt().isEmpty()) {
      return Optional.of(
          trouble(
              deployment,
              newest,
              Trouble.Kind.UNFINISHED,
              Optional.of(newest.startedAt()),
              newest.cause(),
              running));
    }
    Optional<JobId> none = Optional.empty();
    DeployState end = DeployState.valueOf(newest.state());
    boolean triedToStart = newest.toAttempt().isPresent() && newest.spec().isPresent();
    if (!alive
        && (end == DeployState.BLOCKED || (end == DeployState.ROLLED_BACK && triedToStart))) {
      return Optional.of(
          trouble(
              deployment, newest, Trouble.Kind.BLOCKED, newest.endedAt(), newest.cause(), none));
    }
    if (deployment.wanted() != Deployment.Wanted.RUNNING) {
      return Optional.empty();
    }
    if (job.isEmpty()) {
      return Optional.of(
          trouble(deployment, newest, Trouble.Kind.GONE, Optional.empty(), Optional.empty(), none));
    }
    JobState state = job.get().state();
    if (state == JobState.FAILED || state == JobState.CANCELED) {
      return Optional.of(
          trouble(
              deployment,
              newest,
              state == JobState.CANCELED ? Trouble.Kind.CANCELED : Trouble.Kind.FAILED,
              Optional.empty(),
              connector.jobs().failures(job.get().id()).causes().stream().findFirst(),
              none));
    }
    if (alive && !job.get().allTasksRunning()) {
      JobFailures failures = connector.jobs().failures(job.get().id());
      if (!failures.causes().isEmpty()) {
        return Optional.of(
            trouble(
                deployment,
                newest,
                Trouble.Kind.RESTARTING,
                Optional.empty(),
                failures.causes().stream().findFirst(),
                running));
      }
    }
    return alive && end == DeployState.ROLLED_BACK && triedToStart
        ? Optional.of(
            trouble(
                deployment, newest, Trouble.Kind.UNDONE, newest.endedAt(), newest.cause(), running))
        : Optional.empty();
  }

  private Trouble trouble(
      Deployment deployment,
      Operation newest,
      Trouble.Kind kind,
      Optional<Instant> since,
      Optional<String> words,
      Optional<JobId> running) {
    Optional<FailureCause> cause = words.map(FailureCause::of);
    Optional<Explanations.Culprit> culprit =
        cause.flatMap(known -> explanations.culprit(deployment, newest, known));
    Optional<Trouble.Place> place = culprit.map(Explanations.Culprit::place);
    Ways.Found found = ways.of(deployment, newest, kind, cause, culprit, running);
    return new Trouble(
        deployment,
        kind,
        since,
        Explanations.sentence(kind, newest, cause, place),
        cause,
        words,
        place,
        found.evidence(),
        found.ways());
  }
}
