package dev.millrace.engine.rehearse;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.deploy.SavepointKeeper;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanWords;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.PlanState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Rehearses the upgrades of a plan while the old jobs run on. */
public final class Rehearsals {
  private final StateTools tools;
  private final Ledger ledger;
  private final SavepointKeeper savepoints;

  public Rehearsals(StateTools tools, Ledger ledger, SavepointKeeper savepoints) {
    this.tools = requireNonNull(tools, "tools");
    this.ledger = requireNonNull(ledger, "ledger");
    this.savepoints = requireNonNull(savepoints, "savepoints");
  }

  /**
   * Rehearses each upgrade, one after the other. Of each job a savepoint is taken, which is gone
   * again at the end; no job stops and no table is read or written.
   *
   * @param largest state that is larger is not rehearsed: it has to fit into the memory of the
   *     process that rehearses
   * @param progress told what is done next
   */
  public List<Rehearsal> of(Plan plan, long largest, Consumer<String> progress) {
    List<Rehearsal> rehearsals = new ArrayList<>();
    for (PlannedModel model : plan.acting()) {
      if (model.action() == Action.UPGRADE || model.action() == Action.UPGRADE_UNKNOWN_STATE) {
        rehearsals.add(of(model, largest, progress));
      } else if (model.action() == Action.UPGRADE_FROM_POSITIONS) {
        rehearsals.add(leftOut(model, "nothing but positions goes over"));
      }
    }
    return rehearsals;
  }

  private Rehearsal of(PlannedModel model, long largest, Consumer<String> progress) {
    if (model.observed().filter(job -> job.state() == JobState.RUNNING).isEmpty()) {
      return leftOut(model, "its job does not run, so no savepoint of it can be taken");
    }
    if (!model.decisions().isEmpty()) {
      return leftOut(model, "somebody must choose first");
    }
    if (ledger.spec(model.deployedSpec().orElseThrow()).spec().hasFlinksIds()) {
      return leftOut(model, "its operators do not have UIDs of ours yet");
    }
    progress.accept("Rehearsing the upgrade of " + model.name());
    Savepoint savepoint;
    try {
      savepoint =
          savepoints.take(
              model.model(),
              Optional.empty(),
              model.carryOver().changesForms()
                  ? SavepointFormat.CANONICAL
                  : SavepointFormat.NATIVE);
    } catch (MillraceException e) {
      return leftOut(model, e.problem().message());
    }
    try {
      return rehearsed(model, savepoint, largest);
    } catch (MillraceException e) {
      return leftOut(model, e.problem().message());
    } finally {
      savepoints.delete(savepoint);
    }
  }

  private Rehearsal rehearsed(PlannedModel model, Savepoint savepoint, long largest) {
    StateSnapshot snapshot = tools.read(savepoint.path());
    if (snapshot.bytes() > largest) {
      return leftOut(
          model,
          "its state has "
              + PlanWords.bytes(snapshot.bytes())
              + ", and more than "
              + PlanWords.bytes(largest)
              + " is not rehearsed");
    }
    JobSpec before = ledger.spec(model.deployedSpec().orElseThrow()).spec();
    JobSpec after = model.desired().orElseThrow();
    StateTools.Rewrite carried = model.carryOver().in(snapshot, after.plan(), after.options());
    // Tables are muted, so nobody takes what sources and sinks remember.
    Set<String> dropped = new LinkedHashSet<>(carried.dropped());
    snapshot.operators().stream()
        .filter(operator -> isEnd(operator, before) || isEnd(operator, after))
        .map(StateSnapshot.Operator::id)
        .forEach(dropped::add);
    String path =
        tools.rewrite(
            savepoint.path(),
            "_metadata-rehearsal",
            carried.with(carried.uids(), List.copyOf(dropped)));
    StateTools.Rehearsed rehearsed = tools.rehearse(path, after.plan(), after.options());
    return rehearsed
        .failure()
        .map(
            failure ->
                new Rehearsal(
                    model.model(),
                    Rehearsal.Outcome.FAILED,
                    "Flink would not start it: " + failure,
                    Optional.of(rehearsed.took())))
        .orElseGet(() -> passed(model, snapshot, rehearsed.took()));
  }

  private static Rehearsal passed(PlannedModel model, StateSnapshot snapshot, Duration took) {
    return new Rehearsal(
        model.model(),
        Rehearsal.Outcome.PASSED,
        "started from a savepoint of "
            + PlanWords.bytes(snapshot.bytes())
            + ", changed as the upgrade will; sources and sinks were left out",
        Optional.of(took));
  }

  private static boolean isEnd(StateSnapshot.Operator operator, JobSpec spec) {
    return operator
        .uid()
        .filter(
            uid ->
                spec.operators().stream()
                    .filter(
                        each ->
                            each.role() == OperatorRole.SOURCE || each.role() == OperatorRole.SINK)
                    .anyMatch(each -> PlanState.isOf(uid, each.uid())))
        .isPresent();
  }

  private static Rehearsal leftOut(PlannedModel model, String why) {
    return new Rehearsal(model.model(), Rehearsal.Outcome.LEFT_OUT, why, Optional.empty());
  }
}
