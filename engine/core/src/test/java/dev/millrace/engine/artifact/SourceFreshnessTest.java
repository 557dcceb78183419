package dev.millrace.engine.artifact;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.artifact.SourceFreshness.FreshnessCriteria;
import dev.millrace.engine.artifact.SourceFreshness.Result;
import dev.millrace.engine.artifact.SourceFreshness.Threshold;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceFreshnessTest {
  private static final Instant NOW = Instant.parse("2026-01-02T03:00:00Z");
  private static final FreshnessCriteria CRITERIA =
      new FreshnessCriteria(
          Optional.of(new Threshold(5, "minute")),
          Optional.of(new Threshold(1, "hour")),
          Optional.empty());

  private static Result.Measured aged(Duration age) {
    return new Result.Measured(
        "source.shop.raw.orders", NOW, Duration.ofSeconds(1), CRITERIA, NOW.minus(age), NOW);
  }

  private static JsonNode json(Result result) {
    Invocation invocation = Invocation.begin("freshness", Map.of(), Map.of(), NOW);
    return new ObjectMapper()
        .valueToTree(
            new SourceFreshness(invocation, List.of(result), Duration.ofSeconds(1), NOW).tree());
  }

  @Test
  void ageDecidesTheStatusAndTheThresholdItselfIsFresh() {
    assertThat(aged(Duration.ofMinutes(5)).status()).isEqualTo("pass");
    assertThat(aged(Duration.ofMinutes(6)).status()).isEqualTo("warn");
    assertThat(aged(Duration.ofMinutes(61)).status()).isEqualTo("error");
  }

  @Test
  void aRecordOfTheFutureIsFresh() {
    assertThat(aged(Duration.ofMinutes(-3)).age()).isZero();
  }

  @Test
  void theShapeIsThatOfVersionThree() {
    JsonNode tree = json(aged(Duration.ofMinutes(6)));

    assertThat(tree.at("/metadata/dbt_schema_version").asText())
        .isEqualTo("https://schemas.getdbt.com/dbt/sources/v3.json");
    List<String> keys = new ArrayList<>();
    tree.at("/results/0").fieldNames().forEachRemaining(keys::add);
    assertThat(keys)
        .containsExactlyInAnyOrder(
            "unique_id",
            "max_loaded_at",
            "snapshotted_at",
            "max_loaded_at_time_ago_in_s",
            "status",
            "criteria",
            "adapter_response",
            "timing",
            "thread_id",
            "execution_time");
    assertThat(tree.at("/results/0/criteria/warn_after/count").asInt()).isEqualTo(5);
    assertThat(tree.at("/results/0/max_loaded_at_time_ago_in_s").asDouble()).isEqualTo(360.0);
  }

  @Test
  void whatCouldNotBeAskedIsARuntimeError() {
    JsonNode tree =
        json(new Result.Failed("source.shop.raw.orders", NOW, Duration.ZERO, "no such topic"));

    assertThat(tree.at("/results/0/status").asText()).isEqualTo("runtime error");
    assertThat(tree.at("/results/0/error").asText()).isEqualTo("no such topic");
  }
}
