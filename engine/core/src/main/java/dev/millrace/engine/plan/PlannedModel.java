package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.JobSpec;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan does with one model's job, and why.
 *
 * @param model dbt's unique id
 * @param deployment stable key of its deployment
 * @param reasons whole sentences
 * @param desired what is to run; empty when it is to stop
 * @param deployedSpec number of the specification that is deployed now; empty when none is
 * @param deployedJob the job that carries it
 * @param observed that job, as the cluster sees it; empty when the cluster does not know it
 * @param changes what differs from what is deployed
 * @param operators what becomes of the state
 * @param notes what else a reader should know, such as what cannot be promised
 * @param upstream unique ids of the models of this plan whose tables it reads
 * @param consequences what acting on it means for others
 */
public record PlannedModel(
    String model,
    String deployment,
    Action action,
    List<String> reasons,
    Optional<JobSpec> desired,
    Optional<Long> deployedSpec,
    Optional<JobId> deployedJob,
    Optional<JobStatus> observed,
    List<Change> changes,
    List<OperatorOutlook> operators,
    List<String> notes,
    List<String> upstream,
    Consequences consequences) {
  public PlannedModel {
    requireNonNull(model, "model");
    requireNonNull(deployment, "deployment");
    requireNonNull(action, "action");
    reasons = List.copyOf(reasons);
    requireNonNull(desired, "desired");
    requireNonNull(deployedSpec, "deployedSpec");
    requireNonNull(deployedJob, "deployedJob");
    requireNonNull(observed, "observed");
    changes = List.copyOf(changes);
    operators = List.copyOf(operators);
    notes = List.copyOf(notes);
    upstream = List.copyOf(upstream);
    requireNonNull(consequences, "consequences");
  }

  /** The same with what it means for others. */
  PlannedModel meaning(Consequences found) {
    return new PlannedModel(
        model,
        deployment,
        action,
        reasons,
        desired,
        deployedSpec,
        deployedJob,
        observed,
        changes,
        operators,
        notes,
        upstream,
        found);
  }

  /** The same, which cannot be deployed. */
  PlannedModel blocked(String reason) {
    return new PlannedModel(
        model,
        deployment,
        Action.BLOCKED,
        List.of(reason),
        desired,
        deployedSpec,
        deployedJob,
        observed,
        changes,
        List.of(),
        notes,
        upstream,
        consequences);
  }

  /** The same beside fewer models: those it reads that are not among them are as they should be. */
  PlannedModel reading(Set<String> planned) {
    return new PlannedModel(
        model,
        deployment,
        action,
        reasons,
        desired,
        deployedSpec,
        deployedJob,
        observed,
        changes,
        operators,
        notes,
        upstream.stream().filter(planned::contains).toList(),
        consequences);
  }

  /** The model's own name, without type and package. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }
}
