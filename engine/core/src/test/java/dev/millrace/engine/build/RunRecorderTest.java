package dev.millrace.engine.build;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.artifact.NodeResult;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.deploy.Outcome;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunRecorderTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");
  private final RunRecorder recorder = new RunRecorder(Clock.fixed(NOW, ZoneOffset.UTC));

  private static DeployEvent finished(String model, Outcome outcome) {
    return new DeployEvent.ModelFinished(
        NOW,
        new ModelReport(
            model,
            List.of(model),
            "create",
            outcome,
            "said",
            Optional.empty(),
            List.of(),
            Optional.of(new JobId("00000000000000000000000000000001")),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Duration.ofSeconds(2),
            false));
  }

  @Test
  void aDeployedModelIsASuccessThatNamesItsJob() {
    List<DeployEvent> heard = new ArrayList<>();
    recorder.deploys(heard::add).accept(finished("model.shop.orders", Outcome.COMMITTED));

    NodeResult result = recorder.results().getFirst();
    assertThat(result.status()).isEqualTo(NodeResult.Status.SUCCESS);
    assertThat(result.adapterResponse())
        .containsEntry("job_id", "00000000000000000000000000000001");
    assertThat(result.startedAt()).contains(NOW.minusSeconds(2));
    assertThat(heard).hasSize(1);
  }

  @Test
  void whatDoesNotRunAsWantedIsAnErrorAndWhatWasLeftAloneIsSkipped() {
    recorder.deploys(event -> {}).accept(finished("model.shop.a", Outcome.ROLLED_BACK));
    recorder.deploys(event -> {}).accept(finished("model.shop.b", Outcome.SKIPPED));

    assertThat(recorder.results())
        .extracting(NodeResult::status)
        .containsExactly(NodeResult.Status.ERROR, NodeResult.Status.SKIPPED);
    assertThat(recorder.results().getLast().startedAt()).isEmpty();
  }

  @Test
  void aModelThatEndsTwiceCountsAsItEndedLast() {
    recorder.deploys(event -> {}).accept(finished("model.shop.a", Outcome.ROLLED_BACK));
    recorder.deploys(event -> {}).accept(finished("model.shop.a", Outcome.COMMITTED));

    assertThat(recorder.results())
        .extracting(NodeResult::status)
        .containsExactly(NodeResult.Status.SUCCESS);
  }
}
