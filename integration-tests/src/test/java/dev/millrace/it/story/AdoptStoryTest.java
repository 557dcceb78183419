package dev.millrace.it.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.JobOutput;
import dev.millrace.engine.ledger.JobSpec;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.it.CommandLineUser;
import dev.millrace.it.local.GatewayClient;
import dev.millrace.wire.ReadyFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A job that was started by a bare INSERT comes under Millrace, and keeps what it has counted. */
@Execution(ExecutionMode.CONCURRENT)
class AdoptStoryTest {
  private static final String TOTALS = "models/marts/customer_totals.sql";

  @TempDir private Path folder;

  @Test
  void aJobStartedByHandIsTakenOverAndUpgradedWithItsState() throws Exception {
    try (CommandLineUser user = CommandLineUser.withShop(folder)) {
      user.types("run", "--select", "+customer_totals").succeeds();
      JobSpec spec = forget(user);
      String job = insertByHand(user, spec);
      Totals byHand = Totals.beyond(Totals.read(user).last() + 10, user);

      assertThat(user.types("plan", "--select", "customer_totals").succeeds().out())
          .contains("by hand", "millrace adopt");
      user.edit(TOTALS, "SUM(amount) AS revenue", "MAX(amount) AS revenue");
      assertThat(adopt(user, "by hand").exits(1).err())
          .contains("does something else than customer_totals says", "SUM(amount)", "MAX(amount)");
      user.edit(TOTALS, "MAX(amount) AS revenue", "SUM(amount) AS revenue");
      assertThat(adopt(user, "by hand").succeeds().out()).contains(job, "nothing was touched");

      JsonNode planned = user.asks("plan", "--select", "customer_totals").get("models").get(0);
      assertThat(planned.get("action").asText()).isEqualTo("unchanged");
      assertThat(planned.get("job").asText()).isEqualTo(job);

      user.edit(
          TOTALS,
          "  MIN(log_offset) AS first_offset,\n",
          "  SUM(amount) / COUNT(*) AS average_order,\n  MIN(log_offset) AS first_offset,\n");
      user.types("run", "--select", "customer_totals", "--allow-unknown-state").succeeds();
      Totals upgraded = Totals.beyond(byHand.last() + 10, user);
      upgraded.mustEqualUninterrupted(user);

      // From now on its operators have UIDs of ours, and the next change needs no permission.
      user.edit(TOTALS, "  SUM(amount) / COUNT(*) AS average_order,\n", "");
      user.types("run", "--select", "customer_totals").succeeds();
      Totals.beyond(upgraded.last() + 10, user).mustEqualUninterrupted(user);
    }
  }

  private static CommandLineUser.Answer adopt(CommandLineUser user, String job) {
    return user.types("adopt", "--select", "customer_totals", "--job", job);
  }

  /** Stops the model's job and takes it out of the ledger, as if Millrace had never had it. */
  private static JobSpec forget(CommandLineUser user) throws IOException {
    user.types("stop", "--select", "customer_totals").succeeds();
    Path project = only(user.data().resolve("projects"), "*");
    Path target = only(project.resolve("targets"), "*");
    try (Ledger ledger =
        Ledger.open(target, project.getFileName().toString(), target.getFileName().toString())) {
      Deployment deployment = ledger.deploymentOf("model.shop.customer_totals").orElseThrow();
      JobSpec spec = ledger.spec(deployment.spec().orElseThrow()).spec();
      // The row stays for its history, under the name of a model that is no more.
      JobSpec gone = renamed(spec);
      ledger.register(deployment.key(), "model.shop.gone", gone);
      return spec;
    }
  }

  private static JobSpec renamed(JobSpec spec) {
    JobOutput output = spec.outputs().getFirst();
    return new JobSpec(
        "gone",
        List.of(
            new JobOutput(
                "model.shop.gone",
                output.path(),
                new RelationName("c", "d", "gone"),
                output.sql(),
                output.insert(),
                output.columns(),
                output.primaryKey(),
                output.changelog())),
        spec.setup(),
        spec.plan(),
        spec.queryFingerprint(),
        spec.operators(),
        spec.settings(),
        spec.tables(),
        spec.ownTopics(),
        spec.readTopics());
  }

  private static String insertByHand(CommandLineUser user, JobSpec spec) throws Exception {
    Path project = only(user.data().resolve("projects"), "*");
    Path ready = only(project.resolve("sidecar"), "ready-*.json");
    RunningSidecar sidecar =
        new RunningSidecar(new ObjectMapper().readValue(ready.toFile(), ReadyFile.class));
    String broker = user.asks("local", "status").findValue("kafka").asText();
    GatewayClient gateway = new GatewayClient(sidecar);
    for (String statement : spec.setup()) {
      // All that was ever ordered, so that the totals can be told from those of the stopped job.
      gateway.run(
          statement
              .replace("${local:kafka.bootstrap.servers}", broker)
              .replace("'latest-offset'", "'earliest-offset'"),
          Map.of());
    }
    Map<String, String> options = new LinkedHashMap<>(spec.options());
    options.put("pipeline.name", "by hand");
    gateway.run(spec.inserts().getFirst(), options);
    for (JsonNode job : gateway.jobManager("/jobs/overview").get("jobs")) {
      if (job.get("name").asText().equals("by hand")) {
        return job.get("jid").asText();
      }
    }
    throw new AssertionError("the job did not start");
  }

  private static Path only(Path folder, String glob) throws IOException {
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
      return found.iterator().next();
    }
  }
}
