package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.ledger.Operation;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CutOffTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deployTwo() {
    world = new World(folder);
    world.run(new Projects().table("totals", "agg").table("others", "agg"));
    world.cluster.flink.savepointsNeverEnd = true;
  }

  @Test
  void whoeverInterruptsARunLeavesItToBeResumed() {
    DeployReport report = applyCutOffAt(DeployState.STOP_REQUESTED, 1);
    assertThat(report.models())
        .filteredOn(model -> model.outcome() == Outcome.UNFINISHED)
        .singleElement()
        .satisfies(model -> assertThat(model.problem().orElseThrow().remedy()).isPresent());
    assertThat(world.ledger.operations().unfinished())
        .extracting(Operation::state)
        .containsExactly(DeployState.STOP_REQUESTED.name());
  }

  @Test
  void whatWaitsItsTurnIsNotBegunAnyMore() {
    DeployReport report = applyCutOffAt(DeployState.STOP_REQUESTED, 1);
    assertThat(report.models())
        .filteredOn(model -> model.outcome() == Outcome.SKIPPED)
        .singleElement()
        .satisfies(model -> assertThat(model.message()).contains("cut off"));
  }

  @Test
  void nobodyHoldsTheLockAfterARunWasCutOff() {
    applyCutOffAt(DeployState.STOP_REQUESTED, 2);
    assertThat(world.ledger.locks().holders()).isEmpty();
  }

  private DeployReport applyCutOffAt(DeployState state, int threads) {
    Thread caller = Thread.currentThread();
    Consumer<DeployEvent> interrupting =
        event -> {
          if (event instanceof DeployEvent.PhaseEntered phase && phase.state() == state) {
            caller.interrupt();
          }
        };
    Projects changed = new Projects().table("totals", "agg-having").table("others", "agg-having");
    DeployReport report =
        world
            .deployer()
            .apply(world.plan(changed), new DeployOptions(false, threads), interrupting);
    assertThat(Thread.interrupted()).isTrue();
    return report;
  }
}
