package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;

  @Test
  void theWholeStoryHolds() {
    try (CommandLineUser user = CommandLineUser.in(folder)) {
      JsonNode answer = user.asks("demo", "--headless");

      assertThat(answer.get("models").asInt()).isEqualTo(13);
      assertThat(answer.get("jobs_running").asInt()).isEqualTo(9);
      assertThat(answer.get("unit_tests_passed").asInt()).isEqualTo(5);
      assertThat(answer.get("first_row_seconds").asDouble()).isPositive();
      assertThat(answer.get("lag").get("follow_up_payments").asLong())
          .as("the model that lags on purpose")
          .isGreaterThan(60_000);
      assertThat(answer.get("lag").get("paid_orders").asLong())
          .isLessThan(answer.get("lag").get("follow_up_payments").asLong());
      JsonNode upgrade = answer.get("upgrade");
      assertThat(upgrade.get("restored_from_savepoint").asBoolean()).isTrue();
      assertThat(upgrade.get("totals_equal_uninterrupted").asBoolean()).isTrue();
      assertThat(upgrade.get("records_read_since_savepoint").asLong()).isPositive();
      assertThat(upgrade.get("downtime_ms").asLong()).isPositive();
      assertThat(answer.get("all_stopped").asBoolean()).isTrue();
    }
  }
}
