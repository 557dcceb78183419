package dev.millrace.connector.flink.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.connector.flink.connect.CapabilityProbe.Questions;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Capabilities.StateStorage;
import dev.millrace.engine.connect.Capabilities.SubmitPath;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.MillraceException;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class CapabilityProbeTest {
  private static final Map<String, Object> BOTH =
      Map.of("jobmanager", "http://jm:8081", "gateway", "http://gw:8083");

  @Test
  void theEmbeddedDefaultPromisesEverything() {
    Capabilities capabilities = probe(Map.of(), "2.3.0");

    assertThat(capabilities.submitPath()).isEqualTo(SubmitPath.COMPILED_PLAN);
    assertThat(capabilities.stateStorage()).isEqualTo(StateStorage.LOCAL);
    assertThat(capabilities.limits()).isEmpty();
  }

  @Test
  void aJobManagerOfOurMinorVersionTakesCompiledPlans() {
    Capabilities capabilities = probe(BOTH, "2.3.1");

    assertThat(capabilities.submitPath()).isEqualTo(SubmitPath.COMPILED_PLAN);
    assertThat(capabilities.stateStorage()).isEqualTo(StateStorage.CLUSTER);
    assertThat(capabilities.limits()).noneMatch(limit -> limit.contains("read checkpoints"));
    assertThat(capabilities.jobParameters()).isTrue();
  }

  @Test
  void anotherMinorVersionGetsPlainInsertsAndSaysWhatThatMeans() {
    Capabilities capabilities = probe(BOTH, "1.20.3");

    assertThat(capabilities.submitPath()).isEqualTo(SubmitPath.PLAIN_INSERT);
    assertThat(capabilities.flinkVersion()).contains("1.20.3");
    assertThat(capabilities.limits())
        .anySatisfy(limit -> assertThat(limit).contains("own ids"))
        .anySatisfy(limit -> assertThat(limit).contains("checked with Flink 2.3.0"));
  }

  @Test
  void aGatewayAloneSaysWhatItDoesNotKnow() {
    Capabilities capabilities = probe(Map.of("gateway", "http://gw:8083"), "2.3.0");

    assertThat(capabilities.submitPath()).isEqualTo(SubmitPath.PLAIN_INSERT);
    assertThat(capabilities.jobParameters()).isFalse();
    assertThat(capabilities.limits())
        .anySatisfy(limit -> assertThat(limit).contains("checkpoints"))
        .anySatisfy(limit -> assertThat(limit).contains("path of a savepoint"));
  }

  @Test
  void credentialsRuleOutCompiledPlans() {
    Map<String, Object> withToken =
        Map.of("jobmanager", "http://jm:8081", "gateway", "http://gw:8083", "token", "t");

    Capabilities capabilities = probe(withToken, "2.3.0");
    assertThat(capabilities.submitPath()).isEqualTo(SubmitPath.PLAIN_INSERT);
    assertThat(capabilities.stateStorage()).isEqualTo(StateStorage.NONE);
    assertThat(capabilities.limits()).anyMatch(limit -> limit.contains("read checkpoints"));
  }

  @Test
  void aJobManagerOfAnotherVersionAloneIsNoWayForAJob() {
    assertThatThrownBy(() -> probe(Map.of("jobmanager", "http://jm:8081"), "2.2.0"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("2.2.0")
        .hasMessageContaining("gateway");
  }

  private static Capabilities probe(Map<String, Object> settings, String clusterVersion) {
    return new CapabilityProbe(
            TargetSettingsReader.read(new TargetSpec("shop", "dev", "flink", settings)),
            new Questions(() -> "2.3.0", () -> clusterVersion, () -> clusterVersion, () -> true))
        .probe();
  }
}
