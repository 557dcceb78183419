package dev.millrace.it.chaos;

import dev.millrace.connector.flink.local.LocalFolders;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.connector.flink.local.SidecarProcess;
import dev.millrace.connector.flink.local.SidecarSettings;
import dev.millrace.it.local.ByHand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * How long no row comes out while a job is upgraded: by {@code millrace run}, a process of its own
 * each time, and by hand through Flink's REST interfaces, in turns on one cluster.
 */
public final class UpgradeDowntime {
  private static final int ROUNDS = 9;
  private static final int WARMING = 2;
  private static final Duration CALM = Duration.ofSeconds(3);

  private static final Map<String, String> OPTIONS =
      Map.of(
          "pipeline.name",
          "by hand",
          "parallelism.default",
          "1",
          "execution.checkpointing.interval",
          "500 ms");

  private UpgradeDowntime() {}

  /**
   * Ends with one line of JSON on standard output.
   *
   * @param arguments a folder of its own
   */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    List<Duration> engine = new ArrayList<>();
    List<Duration> hand = new ArrayList<>();
    try (Rig rig = Rig.start(folder)) {
      Feed feed = new Feed(rig.broker(), "dev.chaos.events");
      rig.user().types("stop", "--select", Rig.COPIES).succeeds();
      ByHand byHand = new ByHand(cluster(rig), List.of(events(rig.broker()), totals(rig.broker())));
      try (Gap ofEngine = new Gap(rig.broker(), "dev.chaos.totals")) {
        String[] job = {byHand.start(List.of(insert(0)), OPTIONS)};
        LockSupport.parkNanos(CALM.toNanos());
        try (Gap ofHand = new Gap(rig.broker(), "by_hand")) {
          for (int round = 1; round <= ROUNDS + WARMING; round++) {
            int number = round;
            Duration first = measured(ofEngine, () -> upgrade(rig, folder));
            Duration second = measured(ofHand, () -> job[0] = upgrade(byHand, job[0], number));
            if (round > WARMING) {
              engine.add(first);
              hand.add(second);
            }
            System.err.printf(
                Locale.ROOT, "%d ms, by hand %d ms%n", first.toMillis(), second.toMillis());
          }
        }
      }
      feed.stop();
    }
    double ratio = (double) median(engine).toNanos() / median(hand).toNanos();
    System.out.printf(
        Locale.ROOT,
        "{\"rounds\":%d,\"downtime_ms\":%d,\"by_hand_ms\":%d,\"ratio\":%.2f,\"promised\":1.3}%n",
        ROUNDS,
        median(engine).toMillis(),
        median(hand).toMillis(),
        ratio);
    System.exit(ratio <= 1.3 ? 0 : 1);
  }

  private interface Upgrade {
    void carryOut() throws Exception;
  }

  private static Duration measured(Gap gap, Upgrade upgrade) throws Exception {
    gap.begin();
    upgrade.carryOut();
    LockSupport.parkNanos(CALM.toNanos());
    return gap.longest();
  }

  private static void upgrade(Rig rig, Path folder) throws IOException, InterruptedException {
    rig.changeModels("");
    Process process =
        rig.product().start(folder.resolve("said.log"), List.of("run", "--select", Rig.TOTALS));
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the upgrade failed; see " + folder.resolve("said.log"));
    }
  }

  /** Gives the id of the new job. */
  private static String upgrade(ByHand byHand, String job, int edition) throws Exception {
    return byHand.start(List.of(insert(edition)), OPTIONS, byHand.stop(job));
  }

  private static RunningSidecar cluster(Rig rig) {
    return new SidecarProcess(
            new LocalFolders(rig.data(), rig.product().home()), SidecarSettings.ofProcess())
        .find()
        .orElseThrow();
  }

  private static String events(String broker) {
    return """
    CREATE TABLE events (seq BIGINT, k INT, v BIGINT) WITH ('connector' = 'kafka',
      'properties.bootstrap.servers' = '%s', 'topic' = 'dev.chaos.events',
      'properties.group.id' = 'by_hand', 'scan.startup.mode' = 'earliest-offset', 'format' = 'json')
    """
        .formatted(broker);
  }

  private static String totals(String broker) {
    return """
    CREATE TABLE by_hand (k INT, n BIGINT, s BIGINT, last_seq BIGINT, edition STRING,
      PRIMARY KEY (k) NOT ENFORCED) WITH ('connector' = 'upsert-kafka',
      'properties.bootstrap.servers' = '%s', 'topic' = 'by_hand', 'key.format' = 'json',
      'value.format' = 'json')
    """
        .formatted(broker);
  }

  private static String insert(int edition) {
    return """
    INSERT INTO by_hand SELECT k, COUNT(*) AS n, SUM(v) AS s, MAX(seq) AS last_seq, '%d' AS edition
    FROM events GROUP BY k
    """
        .formatted(edition % 10);
  }

  private static Duration median(List<Duration> durations) {
    return durations.stream().sorted().toList().get(durations.size() / 2);
  }
}
