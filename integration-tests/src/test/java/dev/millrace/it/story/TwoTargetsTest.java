package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.it.CommandLineUser;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class TwoTargetsTest {
  @TempDir private Path folder;

  @Test
  void devAndProdOnOneClusterNeverMeet() throws Exception {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      assertThat(user.types("run", "--select", "nobody").succeeds().out())
          .as("a selection that matches nothing must not mean everything")
          .contains("no model is selected");
      user.types("run", "--select", "+customer_totals").succeeds();
      Set<String> devTopics = topics(user);
      Set<String> devJobs = jobs(user);
      assertThat(devTopics).isNotEmpty();
      assertThat(devJobs).hasSize(2);

      assertThat(
              user.types("plan", "--select", "+customer_totals", "--target", "prod")
                  .succeeds()
                  .out())
          .as("prod sees nothing of dev's jobs")
          .contains("2 to create")
          .doesNotContain("unchanged");
      user.types("run", "--select", "+customer_totals", "--target", "prod").succeeds();
      Set<String> prodTopics = topics(user);
      prodTopics.removeAll(devTopics);
      assertThat(prodTopics).hasSameSizeAs(devTopics);
      assertThat(jobs(user, "--target", "prod")).hasSize(2).doesNotContainAnyElementsOf(devJobs);
      assertThat(jobs(user)).isEqualTo(devJobs);

      Totals dev = Totals.beyond(10, user);
      Totals prod = Totals.beyond(10, user, "--target", "prod");
      dev.mustEqualUninterrupted(user);
      prod.mustEqualUninterrupted(user, "--target", "prod");

      user.types("stop", "--all").succeeds();
      for (JsonNode job : user.asks("jobs", "--target", "prod").get("jobs")) {
        assertThat(job.get("state").asText()).isEqualTo("running");
      }
      Totals.beyond(prod.last(), user, "--target", "prod");
    }
  }

  private static Set<String> jobs(CommandLineUser user, String... options) {
    String[] command = new String[options.length + 1];
    command[0] = "jobs";
    System.arraycopy(options, 0, command, 1, options.length);
    Set<String> ids = new HashSet<>();
    user.asks(command).get("jobs").forEach(job -> ids.add(job.get("job_id").asText()));
    return ids;
  }

  private static Set<String> topics(CommandLineUser user) throws Exception {
    JsonNode endpoints = user.asks("local", "status").get("broker").get("endpoints");
    String address = endpoints.elements().next().asText();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
      return new HashSet<>(admin.listTopics().names().get(30, TimeUnit.SECONDS));
    }
  }
}
