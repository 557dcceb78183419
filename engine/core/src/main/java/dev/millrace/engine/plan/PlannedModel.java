package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.JobSpec;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a plan does with one job, and why.
 *
 * @param model dbt's unique id of the model whose table it fills; {@code job.<project>.<name>}
 *     where it fills those of several
 * @param models unique ids of the models whose tables it fills
 * @param deployment stable key of its deployment
 * @param reasons whole sentences
 * @param desired what is to run; empty when it is to stop
 * @param deployedSpec number of the specification that is deployed now; empty when none is
 * @param deployedJob the job that carries it
 * @param observed that job, as the cluster sees it; empty when the cluster does not know it
 * @param changes what differs from what is deployed
 * @param operators what becomes of the state
 * @param notes what else a reader should know, such as what cannot be promised
 * @param upstream ids, as {@code model}, of the jobs of this plan that come before it: those whose
 *     tables it reads, and those that give up a table which it fills
 * @param consequences what acting on it means for others
 */
public record PlannedModel(
    String model,
    List<String> models,
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
    models = List.copyOf(models);
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
        models,
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
        models,
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

  /** The same, after other jobs too. */
  PlannedModel after(Set<String> others) {
    Set<String> all = new LinkedHashSet<>(upstream);
    all.addAll(others);
    return waiting(List.copyOf(all));
  }

  /** The same, which does not wait for these. */
  PlannedModel notAfter(Set<String> others) {
    return waiting(upstream.stream().filter(id -> !others.contains(id)).toList());
  }

  /** The same beside fewer jobs: those it reads that are not among them are as they should be. */
  PlannedModel reading(Set<String> planned) {
    return waiting(upstream.stream().filter(planned::contains).toList());
  }

  private PlannedModel waiting(List<String> before) {
    return new PlannedModel(
        model,
        models,
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
        before,
        consequences);
  }

  /** Whether it is one of those, or fills the table of one of those. */
  public boolean isAmong(Set<String> chosen) {
    return chosen.contains(model) || models.stream().anyMatch(chosen::contains);
  }

  /** The model's own name, without type and package, or that of a job of several. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }
}
