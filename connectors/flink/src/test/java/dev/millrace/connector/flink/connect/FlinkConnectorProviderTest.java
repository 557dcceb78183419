package dev.millrace.connector.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.fake.FakeFlink;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.ConnectorContext;
import dev.millrace.engine.connect.ConnectorProvider;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FlinkConnectorProviderTest {
  @TempDir private Path folder = Path.of("");

  /** An installation is told by its jars; none of them is run here. */
  @BeforeEach
  void install() throws IOException {
    Path sidecar = Files.createDirectories(folder.resolve("installation/sidecar"));
    Files.createFile(sidecar.resolve("flink-runtime-2.3.0.jar"));
  }

  @Test
  void jobsOfALocalClusterThatDoesNotRunAreUnreachableAndNothingIsStarted() {
    try (Connector connector = open(Map.of())) {
      assertThatThrownBy(() -> connector.jobs().jobs())
          .isInstanceOfSatisfying(
              MillraceException.class,
              failure -> {
                assertThat(failure.problem().code()).isEqualTo(ProblemCode.CLUSTER_UNREACHABLE);
                assertThat(failure.problem().remedy()).isPresent();
              });
      assertThat(connector.localCluster()).isPresent();
      assertThat(connector.localBindings().values()).isEmpty();
    }
  }

  @Test
  void localTablesLieInTheLocalBroker() {
    try (Connector connector = open(Map.of())) {
      assertThat(connector.defaultTableOptions().append())
          .containsEntry("connector", "kafka")
          .containsEntry("properties.bootstrap.servers", "${local:kafka.bootstrap.servers}")
          .doesNotContainKey("topic");
      assertThat(connector.defaultTableOptions().keyed())
          .containsEntry("connector", "upsert-kafka")
          .doesNotContainKey("scan.startup.mode");
    }
  }

  @Test
  void aRemoteTargetIsReachedByItsUrlsAlone() {
    try (FakeFlink fake = new FakeFlink();
        Connector connector = open(Map.of("jobmanager", fake.url(), "gateway", fake.url()))) {
      assertThat(connector.jobs().jobs()).isEmpty();
      assertThat(connector.localCluster()).isEmpty();
      assertThat(connector.defaultTableOptions().append()).isEmpty();
    }
  }

  @Test
  void aTargetWithoutGatewayRunsNoQueries() {
    try (Connector connector = open(Map.of("jobmanager", "http://127.0.0.1:9"))) {
      assertThatThrownBy(() -> connector.openSession(List.of(), Bindings.NONE))
          .isInstanceOfSatisfying(
              MillraceException.class,
              failure -> assertThat(failure.problem().code()).isEqualTo(ProblemCode.NOT_SUPPORTED));
    }
  }

  private Connector open(Map<String, Object> settings) {
    ConnectorProvider provider =
        ServiceLoader.load(ConnectorProvider.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(one -> one.types().contains("flink"))
            .findFirst()
            .orElseThrow();
    return provider.open(
        new TargetSpec("shop", "dev", "flink", settings),
        new ConnectorContext(
            folder.resolve("data"), folder.resolve("installation"), () -> Bindings.NONE));
  }
}
