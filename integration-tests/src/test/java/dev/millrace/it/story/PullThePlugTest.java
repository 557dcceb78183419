package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class PullThePlugTest {
  @TempDir private Path folder;

  @Test
  void jobsComeBackWithTheirStateAfterFlinkAndThenKafkaWereKilled() throws Exception {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      Totals before = Totals.beyond(20, user);
      awaitCheckpointOf(user, "model.shop.customer_totals");

      kill(user, "flink");
      assertThat(user.types("status").succeeds().out()).contains("local start");
      JsonNode started = user.asks("local", "start");
      assertThat(started.get("restored").get("models"))
          .allSatisfy(
              model ->
                  assertThat(model.get("restored_from").asText())
                      .as("restored from a checkpoint: %s", model)
                      .contains("chk-"));
      Totals after = Totals.beyond(before.last() + 20, user);
      after.mustEqualUninterrupted(user);
      assertThat(after.orders()).isGreaterThan(before.orders());

      kill(user, "broker");
      user.types("local", "start").succeeds();
      Totals last = Totals.beyond(after.last() + 20, user);
      last.mustEqualUninterrupted(user);

      kill(user, "flink");
      kill(user, "broker");
      user.types("local", "start").succeeds();
      Totals end = Totals.beyond(last.last() + 20, user);
      end.mustEqualUninterrupted(user);
    }
  }

  private static void kill(CommandLineUser user, String member) throws Exception {
    long pid = user.asks("local", "status").get(member).get("pid").asLong();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    process.destroyForcibly();
    process.onExit().get(30, TimeUnit.SECONDS);
  }

  private static void awaitCheckpointOf(CommandLineUser user, String model) throws Exception {
    Eventually.holds(
        "a checkpoint of " + model,
        () -> {
          for (JsonNode job : user.asks("jobs").get("jobs")) {
            if (job.get("unique_id").asText().equals(model)) {
              return job.has("last_checkpoint");
            }
          }
          return false;
        });
  }
}
