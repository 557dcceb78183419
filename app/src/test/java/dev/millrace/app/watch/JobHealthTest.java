package dev.millrace.app.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.JobState;
import dev.millrace.engine.connect.JobStatus;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.deploy.DeployState;
import dev.millrace.engine.deploy.DeploymentStatus;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class JobHealthTest {
  private static final JobId JOB = JobId.derive("orders", "1");

  @Test
  void aJobRunsWhenAllItsTasksDo() {
    assertThat(JobHealth.of(status(true, job(JobState.RUNNING, 2, 2), true), true))
        .isEqualTo(JobHealth.RUNNING);
  }

  @Test
  void aJobThatFlinkCallsRunningMayStillBeStarting() {
    assertThat(JobHealth.of(status(true, job(JobState.RUNNING, 2, 1), true), true))
        .isEqualTo(JobHealth.STARTING);
  }

  @Test
  void aWantedJobThatTheClusterDoesNotKnowIsGone() {
    assertThat(JobHealth.of(status(true, Optional.empty(), true), true)).isEqualTo(JobHealth.GONE);
  }

  @Test
  void aSilentClusterSaysNothingAboutAJob() {
    assertThat(JobHealth.of(status(true, Optional.empty(), true), false))
        .isEqualTo(JobHealth.UNREACHABLE);
  }

  @Test
  void whatWasStoppedOnPurposeHasNotFailed() {
    assertThat(JobHealth.of(status(false, job(JobState.CANCELED, 2, 0), true), true))
        .isEqualTo(JobHealth.STOPPED);
    assertThat(JobHealth.of(status(false, Optional.empty(), true), false))
        .isEqualTo(JobHealth.STOPPED);
  }

  @Test
  void aDeploymentThatHasNotEndedIsSaidFirst() {
    DeploymentStatus running = status(true, job(JobState.RUNNING, 2, 2), true);
    DeploymentStatus unfinished =
        new DeploymentStatus(
            running.model(),
            running.models(),
            running.deployment(),
            running.relation(),
            running.jobName(),
            true,
            running.job(),
            running.observed(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.of(DeployState.STOP_REQUESTED),
            "left unfinished");
    assertThat(JobHealth.of(unfinished, true)).isEqualTo(JobHealth.UNFINISHED);
  }

  private static Optional<JobStatus> job(JobState state, int total, int running) {
    return Optional.of(
        new JobStatus(JOB, "orders", state, Instant.EPOCH, total, running, 0, 0, Map.of()));
  }

  private static DeploymentStatus status(
      boolean wanted, Optional<JobStatus> observed, boolean hadJob) {
    return new DeploymentStatus(
        "model.shop.orders",
        List.of("model.shop.orders"),
        "orders",
        new RelationName("c", "d", "orders"),
        "orders",
        wanted,
        hadJob ? Optional.of(JOB) : Optional.empty(),
        observed,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        "");
  }
}
