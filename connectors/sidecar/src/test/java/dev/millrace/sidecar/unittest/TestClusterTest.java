package dev.millrace.sidecar.unittest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.sidecar.guard.GuardOptions;
import dev.millrace.sidecar.guard.Tokens;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TestClusterTest {
  @Test
  void aClusterWhoseTaskManagerHasGoneIsNotGivenOutAgain(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("token");
    Tokens.writePrivately(token, Tokens.random().getBytes(StandardCharsets.UTF_8));
    Configuration configuration = new Configuration();
    configuration.set(GuardOptions.TOKEN_FILE, token.toString());
    try (TestCluster clusters = new TestCluster(configuration)) {
      MiniCluster first;
      try (TestCluster.Lease lease = clusters.lease()) {
        first = lease.cluster();
      }
      try (TestCluster.Lease again = clusters.lease()) {
        assertThat(again.cluster()).isSameAs(first);
        first.terminateTaskManager(0).get();
      }

      try (TestCluster.Lease lease = clusters.lease()) {
        assertThat(lease.cluster()).isNotSameAs(first);
        assertThat(first.isRunning()).isFalse();
      }
    }
  }
}
