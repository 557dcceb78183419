package dev.millrace.it.remote;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.connector.flink.gateway.FlinkUnderTest;
import dev.millrace.connector.flink.gateway.GatewaySessionContract;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** All contracts on one stock cluster of a Flink version, run by another user on JDK 17. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("RemoteFlinkSuite")
abstract class RemoteFlinkSuite {
  private final String flinkVersion;
  private @Nullable RemoteCluster cluster;

  RemoteFlinkSuite(String flinkVersion) {
    this.flinkVersion = flinkVersion;
  }

  @BeforeAll
  void startCluster() {
    cluster = RemoteCluster.start(flinkVersion, JavaHomes.find(17), otherUser());
  }

  @AfterAll
  void stopCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Only root can start processes of another user; without root the cluster runs as we do. */
  private static Optional<String> otherUser() {
    return System.getProperty("user.name").equals("root")
        ? Optional.of("nobody")
        : Optional.empty();
  }

  private RemoteCluster cluster() {
    if (cluster == null) {
      throw new IllegalStateException("the cluster has not been started");
    }
    return cluster;
  }

  FlinkUnderTest flink() {
    return new FlinkUnderTest(
        cluster().gatewayUrl(), cluster().jobManagerUrl(), "file://" + cluster().sharedFolder());
  }

  @Test
  void queriesThatAreClosedAtOnceCostNoTaskManager() {
    QueryCloser closer = new QueryCloser(flink());

    for (int query = 0; query < 12; query++) {
      closer.openAndClose();
    }

    assertThat(cluster().isWhole()).isTrue();
  }

  @Nested
  class Sessions extends GatewaySessionContract {
    @Override
    protected FlinkUnderTest flink() {
      return RemoteFlinkSuite.this.flink();
    }
  }

  @Nested
  class JobsThroughTheJobManager extends RestoreContract {
    @Override
    protected FlinkUnderTest flink() {
      return RemoteFlinkSuite.this.flink();
    }

    @Override
    protected boolean throughJobManager() {
      return true;
    }
  }

  @Nested
  class JobsThroughTheGatewayAlone extends RestoreContract {
    @Override
    protected FlinkUnderTest flink() {
      return RemoteFlinkSuite.this.flink();
    }

    @Override
    protected boolean throughJobManager() {
      return false;
    }
  }
}
