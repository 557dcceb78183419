package dev.millrace.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.deploy.DeployerSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** After its deployment a job is its own restart strategy's, however long the broker is away. */
@Execution(ExecutionMode.CONCURRENT)
class BrokerAwayTest {
  /**
   * Longer than a gate takes, and than Kafka's clients wait for one answer; {@code
   * -Dmillrace.broker.away=PT15M} is longer than the longest gate may take.
   */
  private static final Duration AWAY =
      Duration.parse(System.getProperty("millrace.broker.away", "PT75S"));

  private static final Duration CATCH_UP = Duration.ofMinutes(5);

  @TempDir private Path folder;

  @Test
  void jobsReturnAloneAfterTheBrokerWasAwayForLongerThanTheGate() throws Exception {
    try (Rig rig = Rig.start(folder)) {
      Feed feed = new Feed(rig.broker(), "dev.chaos.events");
      Content content = new Content(rig.broker(), "dev.chaos.copies", "dev.chaos.totals");
      rig.changeModels("");
      long begun = System.nanoTime();
      rig.good();
      assertThat(AWAY).isGreaterThan(Duration.ofNanos(System.nanoTime() - begun));
      assertThat(AWAY).isGreaterThan(DeployerSettings.DEFAULT.weakGateTime());
      JobId totals = rig.job(Rig.TOTALS);
      JobId copies = rig.job(Rig.COPIES);
      int lines = rig.ledger().operations().journal().size();

      long broker = rig.user().asks("local", "status").at("/broker/pid").asLong();
      ProcessHandle process = ProcessHandle.of(broker).orElseThrow();
      process.destroyForcibly();
      process.onExit().get(30, TimeUnit.SECONDS);
      LockSupport.parkNanos(AWAY.toNanos());
      rig.user().types("local", "start").succeeds();

      content.mustComeTo(feed.stop(), CATCH_UP);
      assertThat(content.samples()).isEmpty();
      assertThat(rig.job(Rig.TOTALS)).isEqualTo(totals);
      assertThat(rig.job(Rig.COPIES)).isEqualTo(copies);
      assertThat(rig.ledger().operations().journal()).as("nobody deployed").hasSize(lines);
      assertThat(new Inspection(rig).look()).isEmpty();
    }
  }
}
