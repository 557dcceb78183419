package dev.millrace.engine.deploy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanJson;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CanaryTest {
  private static final String CANARY = "canary-7f3a-secret";

  @TempDir Path folder;

  @Test
  void aSecretReachesNeitherTheLedgerNorThePlanNorTheEvents() throws IOException {
    World world = new World(folder);
    // The plan's tables name ${secret:JAAS}; the cluster quotes its value when it refuses.
    world.cluster.flink.refusal = "Unable to log in with " + CANARY;
    world.cluster.flink.failsAtSubmit = submission -> true;
    Plan plan = world.plan(new Projects().table("totals", "agg"));
    List<DeployEvent> events = new ArrayList<>();
    DeployReport report =
        new Deployer(
                world.cluster,
                world.ledger,
                () -> new Bindings(Map.of("secret:JAAS", Secret.of(CANARY))),
                World.QUICK,
                "tester",
                Clock.systemUTC())
            .apply(plan, new DeployOptions(false, 1), events::add);
    assertThat(World.only(report).outcome()).isEqualTo(Outcome.ROLLED_BACK);
    assertThat(PlanJson.of(plan) + PlanText.of(plan) + plan).doesNotContain(CANARY);
    assertThat(events.toString() + report).contains("***").doesNotContain(CANARY);
    world.ledger.close();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(Files.readString(file, ISO_8859_1)).as(file.toString()).doesNotContain(CANARY);
      }
    }
    assertThat(Files.readString(world.folder.resolve("ledger.sqlite"), ISO_8859_1))
        .contains("${secret:JAAS}");
  }
}
