package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunResultsTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
  private static final Invocation INVOCATION =
      Invocation.begin(
          "run",
          Map.of("select", List.of("orders"), "invocation_command", "millrace run -s orders"),
          Map.of("DBT_ENV_CUSTOM_ENV_TEAM", "core", "HOME", "/elsewhere"),
          START);

  private static JsonNode json(NodeResult... results) {
    try {
      return JSON.readTree(
          JSON.writeValueAsBytes(
              new RunResults(
                      INVOCATION,
                      List.of(results),
                      Optional.of(new RunResults.Span(START, START.plusSeconds(1))),
                      Duration.ofMillis(4500),
                      START.plusMillis(4500))
                  .tree()));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> keys(JsonNode node) {
    List<String> keys = new ArrayList<>();
    node.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void theShapeIsThatOfVersionSix() {
    JsonNode tree =
        json(
            NodeResult.of("model.shop.orders", NodeResult.Status.SUCCESS, "Runs")
                .timed(START.plusSeconds(1), Duration.ofMillis(1500), "worker-1")
                .answered(Map.of("job_id", "a1"))
                .compiled(Optional.of("SELECT 1"), Optional.of("`c`.`d`.`orders`")));

    assertThat(keys(tree)).containsExactly("metadata", "results", "elapsed_time", "args");
    assertThat(tree.at("/metadata/dbt_schema_version").asText())
        .isEqualTo("https://schemas.getdbt.com/dbt/run-results/v6.json");
    assertThat(tree.at("/metadata/invocation_id").asText()).isEqualTo(INVOCATION.id());
    assertThat(tree.at("/args/which").asText()).isEqualTo("run");
    assertThat(tree.at("/args/select/0").asText()).isEqualTo("orders");
    JsonNode result = tree.at("/results/0");
    assertThat(keys(result))
        .containsExactlyInAnyOrder(
            "status",
            "timing",
            "thread_id",
            "execution_time",
            "adapter_response",
            "message",
            "failures",
            "unique_id",
            "compiled",
            "compiled_code",
            "relation_name",
            "batch_results");
    assertThat(result.at("/timing/0/name").asText()).isEqualTo("compile");
    assertThat(result.at("/timing/1/completed_at").asText())
        .isEqualTo("2026-01-02T03:04:07.500000Z");
    assertThat(result.at("/execution_time").asDouble()).isEqualTo(1.5);
    assertThat(result.at("/adapter_response/job_id").asText()).isEqualTo("a1");
  }

  @Test
  void whatWasSkippedHasNoTimesAndKeepsEveryKey() {
    JsonNode result =
        json(NodeResult.of("model.shop.below", NodeResult.Status.SKIPPED, "")).at("/results/0");

    assertThat(result.get("timing")).isEmpty();
    assertThat(result.get("compiled").asBoolean()).isFalse();
    for (String key : List.of("message", "failures", "compiled_code", "relation_name")) {
      assertThat(result.has(key)).as(key).isTrue();
      assertThat(result.get(key).isNull()).as(key).isTrue();
    }
  }

  @Test
  void onlyVariablesMeantForArtifactsGoThere() {
    assertThat(json().at("/metadata/env")).isEqualTo(JSON.valueToTree(Map.of("TEAM", "core")));
  }

  @Test
  void statusesAreWrittenInDbtsWords() {
    assertThat(NodeResult.Status.NO_OP.dbtName()).isEqualTo("no-op");
    assertThat(NodeResult.Status.SKIPPED.dbtName()).isEqualTo("skipped");
  }
}
