package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.Outcome;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RunLogTest {
  private static final String TOTALS = "model.shop.totals";

  private final RunLog log = new RunLog(Samples.NOON);

  @Test
  void aModelWhoseTurnHasNotComeHasNoSteps() {
    begin("apply");
    ModelRun run = only();
    assertThat(run.startedAt()).isEmpty();
    assertThat(run.steps()).isEmpty();
  }

  @Test
  void whatIsBeingDoneStandsBetweenWhatIsDoneAndWhatWaits() {
    begin("apply");
    start("upgrade");
    enter(DeployState.PRECHECKED, DeployState.STOP_REQUESTED);
    assertThat(only().steps())
        .extracting(RunStep::standing)
        .containsExactly(
            RunStep.Standing.DONE,
            RunStep.Standing.DONE,
            RunStep.Standing.ACTIVE,
            RunStep.Standing.WAITING,
            RunStep.Standing.WAITING,
            RunStep.Standing.WAITING,
            RunStep.Standing.WAITING,
            RunStep.Standing.WAITING);
    assertThat(only().current())
        .hasValueSatisfying(
            step -> assertThat(step.state()).isEqualTo(DeployState.SAVEPOINT_CONFIRMED));
  }

  @Test
  void aStepTookFromTheOneBefore() {
    begin("apply");
    start("create");
    enter(DeployState.PRECHECKED, DeployState.SUBMIT_REQUESTED);
    RunStep second = only().steps().get(1);
    assertThat(Duration.between(second.since().orElseThrow(), second.until().orElseThrow()))
        .isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aStateThatIsPassedOverIsNoStep() {
    begin("apply");
    start("upgrade");
    enter(DeployState.PRECHECKED, DeployState.OLD_JOB_GONE);
    assertThat(only().steps())
        .extracting(RunStep::state)
        .containsExactly(
            DeployState.PRECHECKED,
            DeployState.OLD_JOB_GONE,
            DeployState.SUBMIT_REQUESTED,
            DeployState.RUNNING_RESTORED,
            DeployState.GATE_PASSED,
            DeployState.COMMITTED);
  }

  @Test
  void whatWasTriedWhenItTurnedBackIsTheStepThatFailed() {
    begin("apply");
    start("create");
    enter(
        DeployState.PRECHECKED,
        DeployState.SUBMIT_REQUESTED,
        DeployState.ROLLING_BACK,
        DeployState.ROLLED_BACK);
    finish("create", Outcome.ROLLED_BACK);
    List<RunStep> steps = only().steps();
    assertThat(steps)
        .extracting(RunStep::state)
        .containsExactly(
            DeployState.PRECHECKED,
            DeployState.SUBMIT_REQUESTED,
            DeployState.RUNNING_RESTORED,
            DeployState.ROLLED_BACK);
    assertThat(steps.get(2).standing()).isEqualTo(RunStep.Standing.FAILED);
    assertThat(steps.get(2).detail()).isEqualTo("into ROLLING_BACK");
    assertThat(steps.get(3).standing()).isEqualTo(RunStep.Standing.DONE);
  }

  @Test
  void anOldJobThatDoesNotComeBackIsAFailedStep() {
    begin("apply");
    start("upgrade");
    enter(DeployState.PRECHECKED, DeployState.ROLLING_BACK, DeployState.BLOCKED);
    assertThat(only().steps().getLast().state()).isEqualTo(DeployState.ROLLED_BACK);
    assertThat(only().steps().getLast().standing()).isEqualTo(RunStep.Standing.FAILED);
  }

  @Test
  void whatWasCutOffIsLeftAtItsStep() {
    begin("apply");
    start("upgrade");
    enter(DeployState.PRECHECKED, DeployState.STOP_REQUESTED);
    finish("upgrade", Outcome.UNFINISHED);
    RunStep last = only().steps().getLast();
    assertThat(last.state()).isEqualTo(DeployState.SAVEPOINT_CONFIRMED);
    assertThat(last.standing()).isEqualTo(RunStep.Standing.CUT_OFF);
  }

  @Test
  void whatIsResumedBeginsWhereTheLedgerSays() {
    begin("resume");
    start("upgrade");
    assertThat(only().steps()).isEmpty();
    enter(DeployState.OLD_JOB_GONE);
    assertThat(only().steps().getFirst().state()).isEqualTo(DeployState.OLD_JOB_GONE);
  }

  @Test
  void unchangedModelsAreNotPartOfTheRun() {
    begin("apply");
    log.add(
        new DeployEvent.ModelFinished(
            Samples.NOON, Samples.report("others", "none", Outcome.UNCHANGED)));
    assertThat(log.view().models()).extracting(ModelRun::name).containsExactly("totals");
  }

  private void begin(String operation) {
    log.add(new DeployEvent.RunStarted(Samples.NOON, operation, List.of(TOTALS)));
  }

  private void start(String operation) {
    log.add(new DeployEvent.ModelStarted(Samples.NOON, TOTALS, List.of(TOTALS), operation));
  }

  private void enter(DeployState... states) {
    Samples.entered("totals", states).forEach(log::add);
  }

  private void finish(String operation, Outcome outcome) {
    log.add(
        new DeployEvent.ModelFinished(
            Samples.NOON.plusSeconds(9), Samples.report("totals", operation, outcome)));
  }

  private ModelRun only() {
    assertThat(log.view().models()).hasSize(1);
    return log.view().models().getFirst();
  }
}
