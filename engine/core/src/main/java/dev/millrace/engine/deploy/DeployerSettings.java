package dev.millrace.engine.deploy;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How patient a deployer is.
 *
 * @param savepointDirectory where savepoints go; empty for the cluster's default
 * @param savepointTimeout how long a stop with savepoint may take
 * @param startTimeout how long a submitted job may take until all tasks run
 * @param checkpointTimeout how long the gate waits for the checkpoint it asked for
 * @param checkpointRetry how long after a refused checkpoint the gate asks for the next; three in a
 *     row are a failure, and a cluster may take twice this to notice that it lost a machine
 * @param weakGateTime how long a job without checkpoints must run to pass
 * @param restartsTolerated restarts of a job inside the gate that are not yet a restart loop
 * @param pollInterval time between two looks at the cluster
 * @param unreachableTimeout how long an unreachable cluster is waited for
 */
public record DeployerSettings(
    Optional<String> savepointDirectory,
    Duration savepointTimeout,
    Duration startTimeout,
    Duration checkpointTimeout,
    Duration checkpointRetry,
    Duration weakGateTime,
    int restartsTolerated,
    Duration pollInterval,
    Duration unreachableTimeout) {
  /** For people who wait in front of a screen, and clusters that may be slow. */
  public static final DeployerSettings DEFAULT =
      new DeployerSettings(
          Optional.empty(),
          Duration.ofHours(1),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofSeconds(10),
          Duration.ofSeconds(5),
          1,
          Duration.ofMillis(100),
          Duration.ofSeconds(30));

  public DeployerSettings {
    requireNonNull(savepointDirectory, "savepointDirectory");
    requireNonNull(savepointTimeout, "savepointTimeout");
    requireNonNull(startTimeout, "startTimeout");
    requireNonNull(checkpointTimeout, "checkpointTimeout");
    requireNonNull(checkpointRetry, "checkpointRetry");
    requireNonNull(weakGateTime, "weakGateTime");
    requireNonNull(pollInterval, "pollInterval");
    requireNonNull(unreachableTimeout, "unreachableTimeout");
  }
}
