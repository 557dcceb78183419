package dev.millrace.sidecar.unittest;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.HighAvailabilityOptions;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * The small Flink that runs unit tests, started by the first and shared by the rest. It remembers
 * every job it has run, so now and then a new one takes its place.
 */
public final class TestCluster implements AutoCloseable {
  private static final int MOST_RUNS = 200;
  private static final int SLOTS = 8;
  private static final Duration REGISTRATION = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(5);

  private final Configuration base;
  private @Nullable Generation current;
  private boolean closed;

  /**
   * @param sidecar the sidecar's configuration, for what guards its ports
   */
  public TestCluster(Configuration sidecar) {
    this.base = sidecar;
  }

  /** One cluster, and the runs that have not given it back. */
  private static final class Generation {
    private final MiniCluster cluster;
    private final AtomicInteger running = new AtomicInteger();
    private int runs;

    Generation(MiniCluster cluster) {
      this.cluster = cluster;
    }

    /** A query that fails while its sink is being opened ends the TaskManager. */
    boolean isWhole() throws Exception {
      return hasTaskManager(cluster);
    }

    void close() {
      cluster.closeAsync().join();
    }
  }

  /** A cluster for one run, to be given back by closing. */
  public final class Lease implements AutoCloseable {
    private final Generation generation;

    private Lease(Generation generation) {
      this.generation = generation;
    }

    public MiniCluster cluster() {
      return generation.cluster;
    }

    @Override
    public void close() {
      giveBack(generation);
    }
  }

  /** A cluster to run something on; it is started when there is none. */
  public synchronized Lease lease() throws Exception {
    if (closed) {
      throw new IllegalStateException("the sidecar is stopping");
    }
    Generation generation = current;
    if (generation == null || generation.runs >= MOST_RUNS || !generation.isWhole()) {
      Generation worn = generation;
      generation = new Generation(start());
      current = generation;
      if (worn != null && worn.running.get() == 0) {
        worn.close();
      }
    }
    generation.runs++;
    generation.running.incrementAndGet();
    return new Lease(generation);
  }

  private synchronized void giveBack(Generation generation) {
    if (generation.running.decrementAndGet() == 0 && generation != current) {
      generation.close();
    }
  }

  private MiniCluster start() throws Exception {
    Configuration configuration = new Configuration(base);
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(HighAvailabilityOptions.HA_MODE, "NONE");
    configuration.set(MetricOptions.REPORTERS_LIST, "");
    configuration.removeConfig(RestOptions.PORT);
    configuration.removeConfig(CheckpointingOptions.CHECKPOINTS_DIRECTORY);
    configuration.removeConfig(CheckpointingOptions.SAVEPOINT_DIRECTORY);
    MiniCluster cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(SLOTS)
                .build());
    cluster.start();
    // It registers a moment after the start; until then the cluster would look like a broken one.
    long end = System.nanoTime() + REGISTRATION.toNanos();
    while (!hasTaskManager(cluster) && System.nanoTime() - end < 0) {
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    return cluster;
  }

  private static boolean hasTaskManager(MiniCluster cluster) throws Exception {
    return cluster.requestClusterOverview().get().getNumTaskManagersConnected() > 0;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (current != null) {
      current.close();
      current = null;
    }
  }
}
