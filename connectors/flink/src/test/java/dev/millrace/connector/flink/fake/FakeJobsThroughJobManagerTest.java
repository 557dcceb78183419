package dev.millrace.connector.flink.fake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.connector.flink.gateway.FlinkUnderTest;
import dev.millrace.connector.flink.gateway.JobControlContract;
import dev.millrace.engine.connect.JobId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The fake keeps the contract of job control. */
final class FakeJobsThroughJobManagerTest extends JobControlContract {
  private final FakeFlink fake = new FakeFlink();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void whereNothingHasFailedNoMetricIsAskedFor() {
    jobs().failures(JobId.derive("a job", "that has not failed"));

    assertThat(fake.requests())
        .anyMatch(request -> request.endsWith("/exceptions"))
        .noneMatch(request -> request.contains("/metrics"));
  }

  @Override
  protected FlinkUnderTest flink() {
    return new FlinkUnderTest(fake.url(), fake.url(), "file:///shared");
  }

  @Override
  protected boolean throughJobManager() {
    return true;
  }
}
