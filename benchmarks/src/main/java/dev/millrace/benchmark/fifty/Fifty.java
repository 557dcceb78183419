package dev.millrace.benchmark.fifty;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.ledger.JobSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What plan, ledger and proof add to the submission of fifty jobs: {@code millrace run} as a user
 * types it, against the same INSERTs through four bare gateway sessions, each on a local cluster
 * that was just started; then the same command again with nothing changed. Each round has a pair,
 * the one first by turns. Arguments: the installation, a folder for data, and the number of rounds,
 * 2 if not said.
 */
public final class Fifty {
  private static final double PROMISED_RATIO = 1.2;
  private static final double PROMISED_UNCHANGED = 2;

  private final Path command;
  private final Path data;

  private Fifty(Path command, Path data) {
    this.command = command;
    this.data = data;
  }

  /**
   * One deployment by Millrace.
   *
   * @param deployed the whole command, until each job has passed its gate
   * @param unchanged the same command again
   */
  private record Millrace(Duration deployed, Duration unchanged, List<JobSpec> jobs) {}

  /** See the class. */
  @SuppressWarnings("SystemOut") // The figures are what this program is for.
  public static void main(String[] arguments) throws Exception {
    // The installation lies where the build of a checkout puts it.
    Path command = Path.of(arguments[0], "../../../../millrace").toAbsolutePath().normalize();
    Path data = Path.of(arguments[1]).toAbsolutePath();
    int rounds = arguments.length > 2 ? Integer.parseInt(arguments[2]) : 2;
    Fifty fifty = new Fifty(command, data);
    double deployed = 0;
    double unchanged = 0;
    double submitted = 0;
    double running = 0;
    List<JobSpec> jobs = List.of();
    for (int round = 0; round < rounds; round++) {
      boolean bareFirst = round % 2 == 1;
      BareSessions.Times bare = null;
      if (bareFirst) {
        bare = fifty.bare(round, jobs);
      }
      Millrace millrace = fifty.millrace(round);
      jobs = millrace.jobs();
      if (bare == null) {
        bare = fifty.bare(round, jobs);
      }
      System.err.printf(
          "round %d: run %.1f s, again %.1f s; bare sessions %.1f s, until all run %.1f s%n",
          round + 1,
          seconds(millrace.deployed()),
          seconds(millrace.unchanged()),
          seconds(bare.submitted()),
          seconds(bare.running()));
      deployed += seconds(millrace.deployed()) / rounds;
      unchanged += seconds(millrace.unchanged()) / rounds;
      submitted += seconds(bare.submitted()) / rounds;
      running += seconds(bare.running()) / rounds;
    }
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("models", jobs.size());
    line.put("rounds", rounds);
    line.put("run_s", rounded(deployed));
    line.put("bare_submitted_s", rounded(submitted));
    line.put("bare_running_s", rounded(running));
    line.put("ratio_to_submitted", rounded(deployed / submitted));
    line.put("ratio_to_running", rounded(deployed / running));
    line.put("promised_ratio", PROMISED_RATIO);
    line.put("unchanged_s", rounded(unchanged));
    line.put("promised_unchanged_s", PROMISED_UNCHANGED);
    System.out.println(new ObjectMapper().writeValueAsString(line));
  }

  private Millrace millrace(int round) throws Exception {
    try (LocalUser user = LocalUser.withCluster(command, folder("millrace-" + round))) {
      Duration deployed = user.run("run", "--threads", "4");
      long running = new BareSessions(user.sidecar()).running();
      List<JobSpec> jobs = user.deployed();
      if (running != FiftyModels.MODELS || jobs.size() != FiftyModels.MODELS) {
        throw new IllegalStateException(running + " jobs run, " + jobs.size() + " are deployed");
      }
      user.settle();
      Duration unchanged = user.run("run", "--threads", "4");
      if (!user.deployed().equals(jobs)) {
        throw new IllegalStateException("the second run has deployed something");
      }
      return new Millrace(deployed, unchanged, jobs);
    }
  }

  private BareSessions.Times bare(int round, List<JobSpec> jobs) throws Exception {
    try (LocalUser user = LocalUser.withCluster(command, folder("bare-" + round))) {
      return new BareSessions(user.sidecar()).insert(jobs);
    }
  }

  private Path folder(String name) throws Exception {
    return Files.createDirectories(data.resolve(name));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
