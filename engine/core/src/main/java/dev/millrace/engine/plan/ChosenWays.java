package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.state.Way;
import java.util.Optional;

/** What was asked to become of the state of whole jobs. */
final class ChosenWays {
  private final Ledger ledger;
  private final PlanOptions options;

  ChosenWays(Ledger ledger, PlanOptions options) {
    this.ledger = requireNonNull(ledger, "ledger");
    this.options = requireNonNull(options, "options");
  }

  /**
   * What was asked for; what is not deployed has no state to choose for.
   *
   * @param drained whether there is nothing but positions to go on from
   * @throws MillraceException USAGE when a choice is for one of several models of a job
   */
  Way of(ProjectJob wanted, boolean deployed, boolean drained) {
    wanted.modelIds().stream()
        .filter(model -> !model.equals(wanted.id()))
        .forEach(model -> options.choices().of(model).ifPresent(way -> refuse(model, wanted, way)));
    if (!deployed) {
      return Way.CARRY;
    }
    if (options.fullRefresh()) {
      return Way.FRESH;
    }
    Way chosen = options.choices().of(wanted.id()).orElse(Way.CARRY);
    return chosen == Way.CARRY && drained ? Way.POSITIONS : chosen;
  }

  private static void refuse(String model, ProjectJob wanted, Way way) {
    throw new MillraceException(
        Problem.error(
                ProblemCode.USAGE,
                own(model)
                    + " shares its job with others, so nothing can be chosen for its state alone")
            .remedy("Choose for the job: --choose " + own(wanted.id()) + "=" + way.written()));
  }

  /** Whether its job has ended by being drained: what else is in its savepoint is of no use. */
  boolean wasDrained(Deployment known, Optional<JobStatus> observed) {
    return observed.filter(job -> !job.state().isTerminal()).isEmpty()
        && ledger.savepoints(known.key()).stream()
            .anyMatch(
                savepoint ->
                    savepoint.origin() == Savepoint.Origin.DRAIN
                        && known.attempt().equals(Optional.of(savepoint.attempt())));
  }

  private static String own(String id) {
    return id.substring(id.lastIndexOf('.') + 1);
  }
}
