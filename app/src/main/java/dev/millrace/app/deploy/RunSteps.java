package dev.millrace.app.deploy;

import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Lays what has happened to a model over what should happen, so that a reader sees how far it is.
 */
final class RunSteps {
  private static final List<DeployState> START =
      List.of(
          DeployState.SUBMIT_REQUESTED,
          DeployState.RUNNING_RESTORED,
          DeployState.GATE_PASSED,
          DeployState.COMMITTED);

  private RunSteps() {}

  /**
   * The steps of one model.
   *
   * @param operation such as {@code upgrade}
   * @param resumed whether it is taken up from a state that only the ledger knows
   * @param entered the states it came into, oldest first
   * @param reportedAt when it ended; not looked at before
   */
  static List<RunStep> of(
      String operation,
      boolean resumed,
      Instant startedAt,
      List<DeployEvent.PhaseEntered> entered,
      Optional<ModelReport> report,
      Instant reportedAt) {
    List<DeployState> expected = expected(operation);
    List<RunStep> steps = new ArrayList<>();
    Optional<DeployState> before = Optional.empty();
    Instant since = startedAt;
    for (DeployEvent.PhaseEntered phase : entered) {
      Optional<DeployState> tried =
          resumed && before.isEmpty() ? Optional.empty() : next(expected, before);
      step(phase, tried, since).ifPresent(steps::add);
      before = Optional.of(phase.state());
      since = phase.time();
    }
    if (!resumed || before.isPresent()) {
      addRest(steps, rest(expected, before), since, report, reportedAt);
    }
    return steps;
  }

  private static Optional<RunStep> step(
      DeployEvent.PhaseEntered phase, Optional<DeployState> tried, Instant since) {
    boolean setback = isSetback(phase.state());
    if (setback && tried.isEmpty() && phase.state() == DeployState.ROLLING_BACK) {
      return Optional.empty();
    }
    boolean good = !setback || (tried.isEmpty() && phase.state() == DeployState.ROLLED_BACK);
    return Optional.of(
        new RunStep(
            // What was tried when it turned back is the step that failed, not the turning back.
            setback ? tried.orElse(DeployState.ROLLED_BACK) : phase.state(),
            good ? RunStep.Standing.DONE : RunStep.Standing.FAILED,
            phase.detail(),
            Optional.of(since),
            Optional.of(phase.time())));
  }

  private static void addRest(
      List<RunStep> steps,
      List<DeployState> rest,
      Instant since,
      Optional<ModelReport> report,
      Instant reportedAt) {
    boolean first = true;
    for (DeployState state : rest) {
      if (report.isEmpty()) {
        RunStep.Standing standing = first ? RunStep.Standing.ACTIVE : RunStep.Standing.WAITING;
        steps.add(
            new RunStep(
                state,
                standing,
                "",
                first ? Optional.of(since) : Optional.empty(),
                Optional.empty()));
      } else if (first && report.get().outcome() == Outcome.UNFINISHED) {
        steps.add(
            new RunStep(
                state,
                RunStep.Standing.CUT_OFF,
                report.get().message(),
                Optional.of(since),
                Optional.of(reportedAt)));
      }
      first = false;
    }
  }

  private static boolean isSetback(DeployState state) {
    return switch (state) {
      case ROLLING_BACK, ROLLED_BACK, BLOCKED -> true;
      case INTENDED,
          PRECHECKED,
          STOP_REQUESTED,
          SAVEPOINT_CONFIRMED,
          OLD_JOB_GONE,
          SUBMIT_REQUESTED,
          RUNNING_RESTORED,
          GATE_PASSED,
          COMMITTED ->
          false;
    };
  }

  /** What is tried after a state; empty while what ran before is brought back. */
  private static Optional<DeployState> next(
      List<DeployState> expected, Optional<DeployState> before) {
    return before.filter(RunSteps::isSetback).isPresent()
        ? Optional.empty()
        : after(expected, before).findFirst();
  }

  private static List<DeployState> rest(List<DeployState> expected, Optional<DeployState> before) {
    if (before.filter(DeployState::isFinal).isPresent()) {
      return List.of();
    }
    return before.filter(RunSteps::isSetback).isPresent()
        ? List.of(DeployState.ROLLED_BACK)
        : after(expected, before).toList();
  }

  /** States are declared in the order in which they are passed. */
  private static Stream<DeployState> after(
      List<DeployState> expected, Optional<DeployState> before) {
    return expected.stream()
        .filter(state -> before.filter(passed -> passed.compareTo(state) >= 0).isEmpty());
  }

  /** The way when nothing goes wrong; states on it may still be passed over. */
  private static List<DeployState> expected(String operation) {
    List<DeployState> way = new ArrayList<>();
    way.add(DeployState.PRECHECKED);
    switch (operation) {
      case "upgrade", "fresh", "stop" -> {
        way.add(DeployState.STOP_REQUESTED);
        way.add(DeployState.SAVEPOINT_CONFIRMED);
        way.add(DeployState.OLD_JOB_GONE);
      }
      case "restart", "cancel" -> way.add(DeployState.OLD_JOB_GONE);
      default -> {}
    }
    if (operation.equals("stop") || operation.equals("cancel")) {
      way.add(DeployState.COMMITTED);
    } else {
      way.addAll(START);
    }
    return way;
  }
}
