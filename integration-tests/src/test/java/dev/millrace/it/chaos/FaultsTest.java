package dev.millrace.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.it.CommandLineUser;
import dev.millrace.it.Signals;
import dev.millrace.it.remote.JavaHomes;
import dev.millrace.it.remote.RemoteCluster;
import dev.millrace.it.remote.RemoteCluster.Member;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What an upgrade comes to when something other than the engine fails under it, on a stock cluster
 * of several processes. Each ends in a state that is described, and nothing is lost or there twice.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("FaultsTest")
class FaultsTest {
  /** The {@code client.timeout} of the cluster. */
  private static final Duration CLIENT_TIMEOUT = Duration.ofSeconds(4);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private Path folder;
  private RemoteCluster cluster;
  private CommandLineUser kafka;
  private String broker;
  private Cut way;
  private Rig rig;
  private Feed feed;
  private Content content;
  private Inspection inspection;
  private Debuggee debuggee;
  private int serial;

  @BeforeAll
  void start(@TempDir Path folder) throws IOException {
    this.folder = folder;
    kafka = CommandLineUser.withShop(folder.resolve("kafka"));
    kafka.types("local", "start").succeeds();
    broker = kafka.asks("local", "status").at("/broker/endpoints/kafka").asText();
    cluster = RemoteCluster.startHighlyAvailable("2.3", JavaHomes.find(17));
    way = Cut.before(cluster.jobManagerUrl());
    rig =
        Rig.on(
            folder.resolve("user"),
            broker,
            "jobmanager: " + way.url(),
            "gateway: " + cluster.gatewayUrl());
    feed = new Feed(broker, "dev.chaos.events");
    content = new Content(broker, "dev.chaos.copies", "dev.chaos.totals");
    inspection = new Inspection(rig);
    debuggee = new Debuggee(rig.product());
  }

  @AfterAll
  void stop() throws Exception {
    try {
      content.mustComeTo(feed.stop(), PATIENCE);
      assertThat(content.samples()).isEmpty();
    } finally {
      rig.close();
      way.close();
      cluster.close();
      kafka.close();
    }
  }

  @Test
  void withoutItsGatewayAClusterWithAJobManagerIsDeployedToAllTheSame() throws Exception {
    Outcome outcome =
        upgrade(
            "stop_requested: `stop with savepoint` is about to be made",
            () -> cluster.kill(Member.GATEWAY));
    cluster.startAgain(Member.GATEWAY);

    assertThat(outcome.exit()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("COMMITTED");
    isWell();
  }

  @Test
  void aTaskManagerThatIsKilledWhileTheNewJobProvesItselfIsWaitedFor() throws Exception {
    Outcome outcome =
        upgrade(
            "running_restored: `trigger checkpoint` is about to be made",
            () -> {
              cluster.kill(Member.TASK_MANAGER);
              cluster.startAgain(Member.TASK_MANAGER);
            });

    assertThat(outcome.exit()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("COMMITTED");
    isWell();
  }

  @Test
  void aJobManagerThatIsKilledWhileTheNewJobStartsIsWaitedFor() throws Exception {
    Outcome outcome =
        upgrade(
            "submit_requested: `submit` was made",
            () -> {
              cluster.kill(Member.JOB_MANAGER);
              cluster.startAgain(Member.JOB_MANAGER);
            });

    assertThat(outcome.exit()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("COMMITTED");
    isWell();
  }

  /**
   * Longer than the gateway's client would wait, which then would lose the savepoint's path, and
   * not so long that the broker is fenced (9 s without a heartbeat): Kafka 4.3.1 may then complete
   * a transaction without the marker in its partition, and no reader of committed records ever gets
   * past its rows.
   */
  @Test
  void aSavepointThatTakesItsTimeIsWaitedFor() throws Exception {
    long pid = kafka.asks("local", "status").at("/broker/pid").asLong();
    Outcome outcome =
        upgrade(
            "stop_requested: `stop with savepoint` is about to be made",
            () -> {
              // Both sinks wait for the broker before their part of the savepoint is done.
              Signals.send("STOP", pid);
              CompletableFuture.delayedExecutor(CLIENT_TIMEOUT.toSeconds() + 2, TimeUnit.SECONDS)
                  .execute(() -> Signals.send("CONT", pid));
            });

    assertThat(outcome.exit()).as(outcome.said()).isZero();
    assertThat(outcome.said()).contains("COMMITTED");
    isWell();
  }

  @Test
  void anEngineCutOffFromTheClusterSaysSoAndGoesOnWhenTheWayIsFree() throws Exception {
    Outcome outcome = upgrade("savepoint_confirmed -> old_job_gone", way::pull);
    assertThat(outcome.exit()).as(outcome.said()).isEqualTo(1);
    assertThat(outcome.said()).contains("UNFINISHED", "does not answer");

    way.mend();
    assertThat(rig.user().types("status").out()).contains("left unfinished; run `millrace resume`");
    assertThat(rig.resume())
        .extracting(model -> model.path("outcome").asText())
        .isNotEmpty()
        .containsOnly("committed");
    isWell();
  }

  @Test
  void aLedgerWithoutRoomEndsTheUpgradeInWordsAndWithRoomItGoesOn() throws Exception {
    Outcome outcome =
        upgrade("stop_requested -> savepoint_confirmed", () -> giveNoMoreRoom(debuggee.pid()));

    assertThat(outcome.exit()).as(outcome.said()).isNotZero();
    assertThat(outcome.said()).contains("The ledger", "Check that the disk has room");
    assertThat(rig.resume())
        .extracting(model -> model.path("outcome").asText())
        .isNotEmpty()
        .containsOnly("committed");
    isWell();
  }

  /** From now on the process can write no file beyond what the ledger has now. */
  private void giveNoMoreRoom(long pid) {
    try {
      long bytes = Files.size(rig.data().resolve("targets/dev/ledger.sqlite-wal"));
      Process limiting =
          new ProcessBuilder("prlimit", "--pid", Long.toString(pid), "--fsize=" + bytes).start();
      assertThat(limiting.onExit().join().exitValue()).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private record Outcome(int exit, String said) {}

  /** An upgrade in a process of its own, under which something happens once at this moment. */
  private Outcome upgrade(String what, Runnable fault) throws Exception {
    rig.changeModels("");
    content.at(what);
    AtomicBoolean happened = new AtomicBoolean();
    Predicate<Moment> never =
        moment -> {
          if (moment.what().equals(what) && happened.compareAndSet(false, true)) {
            fault.run();
          }
          return false;
        };
    Path log = folder.resolve(++serial + ".log");
    Debuggee.End end = debuggee.run(log, List.of("run"), never);
    assertThat(happened).as(Files.readString(log)).isTrue();
    return new Outcome(end.exit().orElseThrow(), Files.readString(log));
  }

  private List<String> verdicts() {
    return rig.user().asks("jobs").get("jobs").findValuesAsText("verdict");
  }

  private void isWell() {
    rig.good();
    assertThat(inspection.look()).isEmpty();
    // A fault of the cluster hits the jobs beside the upgraded one too, and nobody waits for those.
    Instant until = Instant.now().plus(Duration.ofMinutes(1));
    List<String> verdicts = verdicts();
    while (!Set.of("runs").containsAll(verdicts) && Instant.now().isBefore(until)) {
      verdicts = verdicts();
    }
    assertThat(verdicts).isNotEmpty().containsOnly("runs");
    // A job may run well and commit what nobody can read behind a transaction that was left open.
    assertThat(content.comesTo(feed.written(), PATIENCE)).isEmpty();
    assertThat(content.samples()).isEmpty();
  }
}
