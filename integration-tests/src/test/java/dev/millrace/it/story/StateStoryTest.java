package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What a job remembers is looked at, counted and checked; a plan knows it before anything stops.
 */
@Execution(ExecutionMode.CONCURRENT)
class StateStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @Test
  void stateIsToldInTheWordsOfThePlan(@TempDir Path folder) throws IOException {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals.beyond(0, user);
      user.types("savepoints", "take", "--select", "customer_totals").succeeds();

      JsonNode totals = user.asks("state", "customer_totals").get("states").get(0);
      assertThat(Instant.parse(totals.get("job_started_at").asText()))
          .isBefore(Instant.parse(totals.get("written_at").asText()));
      assertThat(totals.has("restored_from")).isFalse();
      JsonNode aggregate = operator(totals, "GroupAggregate");
      assertThat(aggregate.get("models").toString()).isEqualTo("[\"model.shop.customer_totals\"]");
      JsonNode accumulators = state(aggregate, "accState");
      assertThat(accumulators.get("key").get(0).asText()).startsWith("customer_id ");
      assertThat(accumulators.get("value").toString()).contains("revenue ");
      assertThat(aggregate.get("bytes").asLong()).isPositive();
      JsonNode position = operator(totals, "TableSourceScan").get("positions").get(0);
      assertThat(position.get("topic").asText()).contains("orders");
      assertThat(position.get("offset").asLong()).isPositive();
      assertThat(user.types("state", "customer_totals").succeeds().out())
          .contains("customer_totals  ")
          .containsPattern("its job began .* ago, without state")
          .contains("accState  value")
          .contains("by customer_id")
          .contains("positions  ");

      plannedVerdicts(user);
      brokenSavepoint(user);
      user.types("stop", "--all", "--no-savepoint").succeeds();
    }
  }

  private static void plannedVerdicts(CommandLineUser user) {
    user.edit(TOTALS, "SUM(amount) AS revenue", "MAX(amount) AS revenue");
    JsonNode plan = user.asks("plan", "--select", "customer_totals").get("models").get(0);
    assertThat(plan.get("action").asText()).isEqualTo("upgrade_unknown_state");
    List<JsonNode> verdicts = StreamSupport.stream(plan.get("state").spliterator(), false).toList();
    assertThat(verdicts)
        .anySatisfy(
            verdict -> {
              assertThat(verdict.get("role").asText()).isEqualTo("source");
              assertThat(verdict.get("verdict").asText()).isEqualTo("kept");
              assertThat(verdict.get("evidence").asText()).contains("dry run of the new plan");
            })
        .anySatisfy(
            verdict -> {
              assertThat(verdict.get("verdict").asText()).isEqualTo("decide");
              assertThat(verdict.get("bytes").asLong()).isPositive();
              assertThat(verdict.get("lines")).isNotEmpty();
            });
    assertThat(plan.get("decisions").get(0).get("column").asText()).isEqualTo("revenue");
    assertThat(plan.get("decisions").get(0).get("choices").toString()).isEqualTo("[\"reset\"]");
    user.edit(TOTALS, "MAX(amount) AS revenue", "SUM(amount) AS revenue");
  }

  private static void brokenSavepoint(CommandLineUser user) throws IOException {
    JsonNode whole = user.asks("savepoints", "verify", "customer_totals").get("savepoints").get(0);
    assertThat(whole.get("usable").asBoolean()).isTrue();
    Path savepoint =
        Path.of(URI.create(whole.get("path").asText().replaceFirst("^file:/*", "file:///")));
    Files.delete(savepoint.resolve("_metadata"));

    assertThat(user.types("savepoints", "verify", "customer_totals").exits(1).out())
        .contains("UNUSABLE")
        .contains("has no _metadata");
    assertThat(user.types("state", "--path", savepoint.toString()).exits(1).err()).contains("C012");
  }

  private static JsonNode operator(JsonNode memory, String lead) {
    return StreamSupport.stream(memory.get("operators").spliterator(), false)
        .filter(operator -> operator.get("operator").asText().startsWith(lead))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + lead + " in " + memory));
  }

  private static JsonNode state(JsonNode operator, String name) {
    return StreamSupport.stream(operator.get("states").spliterator(), false)
        .filter(state -> state.get("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name + " in " + operator));
  }
}
