package dev.millrace.engine.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.ledger.Setting;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.NodeConfig;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JobSettingsTest {
  @Test
  void withoutConfigurationAJobKeepsAWayBack() {
    assertThat(JobSettings.of(NodeConfig.EMPTY, OptionalInt.empty()))
        .extracting(setting -> setting.option() + "=" + setting.value())
        .containsExactly(
            "execution.checkpointing.externalized-checkpoint-retention=RETAIN_ON_CANCELLATION",
            "execution.checkpointing.interval=10 s",
            "execution.checkpointing.num-retained=3",
            "parallelism.default=1",
            "pipeline.max-parallelism=128");
  }

  @Test
  void eachSettingSaysWhereItWasSet() {
    NodeConfig config =
        new NodeConfig(
            Map.of("state_ttl", "7 d"),
            Map.of("state_ttl", new SourcePosition("dbt_project.yml", 12, 7)));
    assertThat(JobSettings.of(config, OptionalInt.empty()))
        .contains(new Setting("table.exec.state.ttl", "7 d", "dbt_project.yml:12:7"));
  }

  @Test
  void thePinnedMaximumParallelismWins() {
    NodeConfig config = new NodeConfig(Map.of("max_parallelism", 256), Map.of());
    assertThat(JobSettings.of(config, OptionalInt.of(64)))
        .contains(new Setting("pipeline.max-parallelism", "64", "pinned at the first deployment"));
  }

  @ParameterizedTest
  @CsvSource({
    "checkpoint, 10, with its unit",
    "state_ttl, soon, with its unit",
    "parallelism, 0, positive",
    "max_parallelism, many, positive",
  })
  void aWrongValueIsRefusedWithItsKey(String key, String value, String words) {
    NodeConfig config = new NodeConfig(Map.of(key, value), Map.of());
    assertThatThrownBy(() -> JobSettings.of(config, OptionalInt.empty()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining(key)
        .hasMessageContaining(words);
  }

  @Test
  void whatMillraceSetsItselfCannotBeSet() {
    NodeConfig config =
        new NodeConfig(
            Map.of("flink_options", Map.of("execution.state-recovery.path", "/x")), Map.of());
    assertThatThrownBy(() -> JobSettings.of(config, OptionalInt.empty()))
        .hasMessageContaining("is set by Millrace");
  }
}
