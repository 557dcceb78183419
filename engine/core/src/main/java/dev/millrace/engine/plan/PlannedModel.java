package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.state.CarriedStates;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.Way;
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
 * @param carryOver what is done to the savepoint before the changed job goes on from it
 * @param decisions what somebody must choose before it can be done
 * @param way what becomes of the whole state
 * @param ways what else could become of it, and this; empty where there is no state to speak of,
 *     and when all state is given up by a full refresh
 * @param permission whether somebody must permit what becomes of the state
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
    Consequences consequences,
    CarryOver carryOver,
    List<CarriedStates.Decision> decisions,
    Way way,
    List<WayOffer> ways,
    Permission permission) {
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
    requireNonNull(carryOver, "carryOver");
    decisions = List.copyOf(decisions);
    requireNonNull(way, "way");
    ways = List.copyOf(ways);
    requireNonNull(permission, "permission");
  }

  /** Of a job of whose state the project says nothing. */
  public PlannedModel(
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
      Consequences consequences,
      CarryOver carryOver,
      List<CarriedStates.Decision> decisions,
      Way way,
      List<WayOffer> ways) {
    this(
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
        consequences,
        carryOver,
        decisions,
        way,
        ways,
        Permission.of(action));
  }

  /** Of a job for whose state nothing was chosen. */
  public PlannedModel(
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
      Consequences consequences,
      CarryOver carryOver,
      List<CarriedStates.Decision> decisions) {
    this(
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
        consequences,
        carryOver,
        decisions,
        Way.CARRY,
        List.of());
  }

  /** The same with what it means for others. */
  PlannedModel meaning(Consequences found) {
    Draft draft = new Draft(this);
    draft.consequences = found;
    return draft.done();
  }

  /** The same, which cannot be deployed. */
  PlannedModel blocked(String reason) {
    Draft draft = new Draft(this);
    draft.action = Action.BLOCKED;
    draft.reasons = List.of(reason);
    draft.operators = List.of();
    draft.permission = new Permission(false, permission.rulings());
    return draft.done();
  }

  /** The same, judged by more than was known before. */
  PlannedModel judged(Action other, List<String> why, List<OperatorOutlook> outlooks) {
    Draft draft = new Draft(this);
    draft.action = other;
    draft.reasons = why;
    draft.operators = outlooks;
    draft.permission = Permission.of(other);
    return draft.done();
  }

  /** The same, where the project has a say in it. */
  PlannedModel ruled(Action other, List<String> why, Permission permitted) {
    Draft draft = new Draft(this);
    draft.action = other;
    draft.reasons = why;
    draft.decisions = other == Action.BLOCKED ? List.of() : decisions;
    draft.permission = permitted;
    return draft.done();
  }

  /** The same with more to be done to the savepoint. */
  PlannedModel carrying(CarryOver other) {
    Draft draft = new Draft(this);
    draft.carryOver = other;
    return draft.done();
  }

  /** The same with what somebody may choose. */
  PlannedModel asking(List<CarriedStates.Decision> other) {
    Draft draft = new Draft(this);
    draft.decisions = other;
    return draft.done();
  }

  /** The same with what else could become of its state. */
  PlannedModel offering(List<WayOffer> offers) {
    Draft draft = new Draft(this);
    draft.ways = offers;
    return draft.done();
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
    Draft draft = new Draft(this);
    draft.upstream = before;
    return draft.done();
  }

  /** Whether it is one of those, or fills the table of one of those. */
  public boolean isAmong(Set<String> chosen) {
    return chosen.contains(model) || models.stream().anyMatch(chosen::contains);
  }

  /** Whether state changes, is given up or is unknown, and the project allows all of that. */
  public boolean isAllowedByPolicy() {
    return action == Action.UPGRADE_UNKNOWN_STATE && !permission.needed();
  }

  /** The model's own name, without type and package, or that of a job of several. */
  public String name() {
    return model.substring(model.lastIndexOf('.') + 1);
  }

  /** What becomes of a plan of one job while more is found out. */
  private static final class Draft {
    private final PlannedModel from;
    private Action action;
    private List<String> reasons;
    private List<OperatorOutlook> operators;
    private List<String> upstream;
    private Consequences consequences;
    private CarryOver carryOver;
    private List<CarriedStates.Decision> decisions;
    private List<WayOffer> ways;
    private Permission permission;

    Draft(PlannedModel from) {
      this.from = from;
      this.action = from.action;
      this.reasons = from.reasons;
      this.operators = from.operators;
      this.upstream = from.upstream;
      this.consequences = from.consequences;
      this.carryOver = from.carryOver;
      this.decisions = from.decisions;
      this.ways = from.ways;
      this.permission = from.permission;
    }

    PlannedModel done() {
      return new PlannedModel(
          from.model,
          from.models,
          from.deployment,
          action,
          reasons,
          from.desired,
          from.deployedSpec,
          from.deployedJob,
          from.observed,
          from.changes,
          operators,
          from.notes,
          upstream,
          consequences,
          carryOver,
          decisions,
          from.way,
          ways,
          permission);
    }
  }
}
