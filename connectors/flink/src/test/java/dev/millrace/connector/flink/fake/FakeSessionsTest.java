package dev.millrace.connector.flink.fake;

import dev.millrace.connector.flink.gateway.FlinkUnderTest;
import dev.millrace.connector.flink.gateway.GatewaySessionContract;
import org.junit.jupiter.api.AfterEach;

/** The fake keeps the contract of sessions, so that what is tested with it means something. */
final class FakeSessionsTest extends GatewaySessionContract {
  private final FakeFlink fake = new FakeFlink();

  @AfterEach
  void stop() {
    fake.close();
  }

  @Override
  protected FlinkUnderTest flink() {
    return new FlinkUnderTest(fake.url(), fake.url(), "file:///shared");
  }
}
