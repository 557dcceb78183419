package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The second look at what somebody decided to do something about, made under the lock: between the
 * first look and the lock another process may have come to its end with it, however long that took.
 */
final class Recheck {
  private final Connector connector;
  private final Ledger ledger;

  Recheck(Connector connector, Ledger ledger) {
    this.connector = requireNonNull(connector, "connector");
    this.ledger = requireNonNull(ledger, "ledger");
  }

  /**
   * The same deployments as the ledger has them by now; those that it forgot are not among them.
   */
  List<Deployment> now(List<Deployment> seen) {
    Set<String> keys = seen.stream().map(Deployment::key).collect(Collectors.toSet());
    return ledger.deployments().stream()
        .filter(deployment -> keys.contains(deployment.key()))
        .toList();
  }

  /** Those that have a job which should run. */
  static List<Deployment> running(List<Deployment> deployments) {
    return deployments.stream()
        .filter(deployment -> deployment.wanted() == Deployment.Wanted.RUNNING)
        .toList();
  }

  /** Those whose job should run and is not there any more, with nobody at it. */
  List<Deployment> lost(List<Deployment> deployments) {
    return running(deployments).stream()
        .filter(deployment -> isIdle(deployment.key()))
        .filter(this::isLost)
        .toList();
  }

  /**
   * Two operations of one deployment would each take the other's job for the old one.
   *
   * @throws MillraceException DEPLOY_BLOCKED
   */
  void idle(Deployment deployment) {
    if (!isIdle(deployment.key())) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.DEPLOY_BLOCKED,
                  "An operation of "
                      + shortName(deployment)
                      + " has not come to its end; nothing has been touched")
              .remedy("Run `millrace resume` first"));
    }
  }

  /**
   * Something was chosen for a deployment that looked like this.
   *
   * @throws MillraceException DEPLOY_BLOCKED, PLAN_STALE
   */
  void asChosen(Deployment chosen) {
    idle(chosen);
    Deployment now = ledger.deployment(chosen.key());
    if (!now.attempt().equals(chosen.attempt()) || now.wanted() != chosen.wanted()) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PLAN_STALE,
                  "The deployment of "
                      + shortName(chosen)
                      + " is no longer as it was when this was chosen; nothing has been touched")
              .remedy("Look at it again with `millrace status`, and choose again"));
    }
  }

  /**
   * A plan was made for what it says of a deployment.
   *
   * @throws MillraceException PLAN_STALE
   */
  void asPlanned(PlannedModel model) {
    Optional<Deployment> known = ledger.deploymentByKey(model.deployment());
    boolean sameSpec = known.flatMap(Deployment::spec).equals(model.deployedSpec());
    boolean sameJob =
        known
            .flatMap(Deployment::attempt)
            .map(number -> ledger.attempt(model.deployment(), number).job())
            .equals(model.deployedJob());
    boolean alive = isAlive(model.observed());
    boolean aliveNow = isAlive(model.deployedJob().flatMap(job -> connector.jobs().job(job)));
    if (!sameSpec || !sameJob || alive != aliveNow || !isIdle(model.deployment())) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.PLAN_STALE,
                  "The deployment of "
                      + model.name()
                      + " is no longer as it was when the plan was made; nothing has been touched")
              .remedy("Plan again"));
    }
  }

  private boolean isIdle(String deployment) {
    return ledger.operations().of(deployment).stream()
        .allMatch(operation -> operation.endedAt().isPresent());
  }

  private boolean isLost(Deployment deployment) {
    Optional<JobStatus> job =
        deployment
            .attempt()
            .map(number -> ledger.attempt(deployment.key(), number))
            .map(Attempt::job)
            .flatMap(connector.jobs()::job);
    // A bounded job that has finished has done its work.
    return job.map(status -> status.state().isTerminal() && status.state() != JobState.FINISHED)
        .orElse(true);
  }

  private static boolean isAlive(Optional<JobStatus> job) {
    return job.filter(status -> !status.state().isTerminal()).isPresent();
  }

  private static String shortName(Deployment deployment) {
    String model = deployment.model();
    return model.substring(model.lastIndexOf('.') + 1);
  }
}
