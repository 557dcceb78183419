package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.fx.Text;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class JobsModelTest {
  private final BlockingQueue<Runnable> fx = new LinkedBlockingQueue<>();
  private final RecordedDeployments deployments = new RecordedDeployments();
  private final JobsModel model = model(false);

  @Test
  void aLookFillsTheListAndSaysWhatIsLeftBehind() {
    deployments.statuses = List.of(running("totals"), stopped("orders"), lost("payments"));
    deployments.leftBehind =
        List.of(
            new Standing.LeftBehind(
                "model.shop.totals", "upgrade", "stop_requested", "ada", Samples.NOON));
    model.refresh();
    await(() -> model.standing().get().isPresent());
    assertThat(model.rows())
        .extracting(JobRow::name)
        .containsExactly("totals", "orders", "payments");
    assertThat(model.rows())
        .extracting(JobRow::state)
        .containsExactly("running", "stopped", "gone");
    assertThat(model.rows())
        .extracting(JobRow::health)
        .containsExactly(JobRow.Health.RUNS, JobRow.Health.STOPPED, JobRow.Health.LOST);
    assertThat(model.standing().get().orElseThrow().leftBehind()).hasSize(1);
  }

  @Test
  void onlyWhatShouldRunCanBeStoppedAndOnlyAfterAQuestion() {
    deployments.statuses = List.of(running("totals"), stopped("orders"));
    model.refresh();
    await(() -> model.rows().size() == 2);
    model.askToStop(model.rows());
    assertThat(model.question().get())
        .hasValueSatisfying(
            question ->
                assertThat(question)
                    .isEqualTo(new JobsModel.Question.StopJobs(List.of(model.rows().getFirst()))));
    assertThat(deployments.calls).doesNotContain("stop [model.shop.totals]");
    model.confirm();
    await(() -> deployments.calls.contains("stop [model.shop.totals]"));
    assertThat(model.question().get()).isEmpty();
  }

  @Test
  void whoeverSaysNoStopsNothing() {
    model.askToStopLocal();
    model.dismiss();
    model.confirm();
    assertThat(deployments.calls).isEmpty();
  }

  @Test
  void theWatchRenewsTheListAndADeeperLookFollowsWhenTheSituationIsOther() {
    model.see(snapshot(new ClusterState.Answers(), running("totals")));
    assertThat(model.rows()).hasSize(1);
    deployments.statuses = List.of(running("totals"));
    await(() -> model.standing().get().isPresent());
    long looks = looks();
    model.see(snapshot(new ClusterState.Answers(), running("totals")));
    assertThat(looks()).isEqualTo(looks);
    model.see(snapshot(new ClusterState.Off(), lost("totals")));
    await(() -> looks() > looks);
  }

  @Test
  void restrictedModeReachesNothing() {
    JobsModel restricted = model(true);
    restricted.refresh();
    restricted.startLocal();
    restricted.askToStopLocal();
    assertThat(restricted.question().get()).isEmpty();
    assertThat(deployments.calls).isEmpty();
  }

  private long looks() {
    return deployments.calls.stream().filter("look"::equals).count();
  }

  private static ClusterSnapshot snapshot(ClusterState state, DeploymentStatus status) {
    return new ClusterSnapshot(
        state,
        "dev",
        Map.of(status.model(), new ModelStatus(JobHealth.RUNNING, status, Optional.empty())),
        Samples.NOON);
  }

  private static DeploymentStatus running(String name) {
    return Samples.status(name, true, Optional.of(JobState.RUNNING));
  }

  private static DeploymentStatus stopped(String name) {
    return Samples.status(name, false, Optional.empty());
  }

  private static DeploymentStatus lost(String name) {
    return Samples.status(name, true, Optional.empty());
  }

  private JobsModel model(boolean restricted) {
    return new JobsModel(
        deployments, restricted, new Works(fx::add), fx::add, Text.beside(DeployFeature.class));
  }

  private void await(BooleanSupplier condition) {
    try {
      while (!condition.getAsBoolean()) {
        Runnable task = fx.poll(10, TimeUnit.SECONDS);
        assertThat(task).as("nothing happens any more").isNotNull();
        task.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
