package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.state.OperatorRole;
import dev.millrace.engine.state.StateVerdict;
import dev.millrace.engine.state.Way;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What carrying out a plan gives up. */
final class Losses {
  private final JobControl jobs;

  Losses(JobControl jobs) {
    this.jobs = requireNonNull(jobs, "jobs");
  }

  List<Loss> of(PlannedModel model) {
    if (model.way().keepsPositionsAlone() && model.action().acts()) {
      return givenUp(model);
    }
    return switch (model.action()) {
      // Whoever did not choose it has nothing to lose: the job had come to its end.
      case START_FRESH -> model.way() == Way.FRESH ? List.of(wholeState(model)) : List.of();
      case UPGRADE_UNKNOWN_STATE -> operators(model);
      case CREATE,
          UNCHANGED,
          UPGRADE,
          UPGRADE_FROM_POSITIONS,
          RESTART,
          STOP,
          LEFT_RUNNING,
          BLOCKED ->
          List.of();
    };
  }

  private Loss wholeState(PlannedModel model) {
    return new Loss(
        Loss.What.JOB_STATE,
        model.desired().map(JobSpec::jobName).orElse(model.name()),
        bytes(model.deployedJob()),
        "all state of the job; the last savepoint is kept, and sources are read from where their"
            + " tables say");
  }

  private static List<Loss> operators(PlannedModel model) {
    List<Loss> losses = new ArrayList<>();
    for (OperatorOutlook operator : model.operators()) {
      if (operator.outlook() == OperatorOutlook.Outlook.WITHOUT_OWNER) {
        losses.add(
            new Loss(
                Loss.What.OPERATOR_STATE,
                operator.operator(),
                operator.verdict().bytes(),
                operator.role() == OperatorRole.SOURCE
                    ? "the positions of this source"
                    : "what this operator remembers"));
      }
    }
    return losses;
  }

  private static List<Loss> givenUp(PlannedModel model) {
    return model.operators().stream()
        .filter(operator -> operator.verdict().kind() == StateVerdict.Kind.RESET)
        .filter(operator -> operator.verdict().bytes().orElse(1) > 0)
        .map(
            operator ->
                new Loss(
                    Loss.What.OPERATOR_STATE,
                    operator.operator(),
                    operator.verdict().bytes(),
                    operator.role() == OperatorRole.SOURCE
                        ? "the positions of this source"
                        : "what this operator remembers"))
        .toList();
  }

  private OptionalLong bytes(Optional<JobId> job) {
    return job.flatMap(jobs::checkpoints)
        .flatMap(CheckpointReport::latestCompleted)
        .map(CheckpointReport.Snapshot::sizeBytes)
        .filter(bytes -> bytes > 0)
        .map(OptionalLong::of)
        .orElseGet(OptionalLong::empty);
  }
}
