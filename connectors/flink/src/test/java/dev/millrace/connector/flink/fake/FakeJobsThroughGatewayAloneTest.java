package dev.millrace.connector.flink.fake;

import dev.millrace.connector.flink.gateway.FlinkUnderTest;
import dev.millrace.connector.flink.gateway.JobControlContract;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract of job control. */
final class FakeJobsThroughGatewayAloneTest extends JobControlContract {
  private final FakeFlink fake = new FakeFlink();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Override
  protected FlinkUnderTest flink() {
    return new FlinkUnderTest(fake.url(), fake.url(), "file:///shared");
  }

  @Override
  protected boolean throughJobManager() {
    return false;
  }
}
