package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.CommandLineUser.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** {@code build} on the sample: tests stand between models. */
@Execution(ExecutionMode.CONCURRENT)
class BuildStoryTest {
  @Test
  void whatStandsBelowAFailedTestIsNotDeployed(@TempDir Path folder) throws IOException {
    try (CommandLineUser user =
        CommandLineUser.withShop(folder)
            .file(
                "models/streams/_streams.yml",
                """
                models:
                  - name: orders
                    columns:
                      - {name: order_id, data_tests: [not_null]}
                  - name: payments
                    data_tests:
                      - nothing_at_all
                """)
            .file(
                "tests/generic/nothing_at_all.sql",
                "{% test nothing_at_all(model) %}SELECT * FROM {{ model }}{% endtest %}")) {
      Answer answer =
          user.types(
                  "build",
                  "--select",
                  "+customer_totals",
                  "+follow_up_payments",
                  "--output",
                  "json")
              .exits(1);

      Map<String, String> statuses = new TreeMap<>();
      JsonNode results =
          new ObjectMapper()
              .readTree(user.project().resolve("target/run_results.json").toFile())
              .get("results");
      for (JsonNode result : results) {
        statuses.put(
            result.get("unique_id").asText().replaceFirst("\\.[0-9a-f]{10}$", ""),
            result.get("status").asText());
      }
      assertThat(statuses)
          .containsEntry("model.shop.orders", "success")
          .containsEntry("model.shop.payments", "success")
          .containsEntry("model.shop.customer_totals", "success")
          .containsEntry("test.shop.not_null_orders_order_id", "pass")
          .containsEntry("test.shop.nothing_at_all_payments_", "fail")
          .containsEntry("model.shop.follow_up_payments", "skipped");
      assertThat(answer.json().get("skipped").toString()).contains("follow_up_payments");
      JsonNode jobs = user.asks("jobs").get("jobs");
      assertThat(jobs)
          .extracting(job -> job.get("unique_id").asText())
          .contains("model.shop.customer_totals")
          .doesNotContain("model.shop.follow_up_payments");
      user.types("stop", "--all", "--no-savepoint").succeeds();
    }
  }
}
