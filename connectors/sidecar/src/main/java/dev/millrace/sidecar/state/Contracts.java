package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.planner.Findings;
import dev.millrace.sidecar.unittest.TestCluster;
import dev.millrace.wire.StateRehearsalResponse;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What state plans want: each found by a dry run, once, and kept on disk as the savepoint that the
 * run left.
 */
final class Contracts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Contracts.class);
  private static final int MOST_KEPT = 500;

  private final TestCluster cluster;
  private final ContractFolder folder;
  private final AtomicBoolean prepared = new AtomicBoolean();

  /**
   * @param folder where they are kept; it outlives the process
   */
  Contracts(TestCluster cluster, Path folder) {
    this.cluster = requireNonNull(cluster, "cluster");
    this.folder = new ContractFolder(folder, MOST_KEPT);
  }

  /**
   * A plan's.
   *
   * @param known whether no run was needed
   */
  record Contract(boolean known, SavepointFile savepoint) {
    /** Where it lies, on this machine. */
    Path folder() {
      return Path.of(savepoint.folder().toUri());
    }
  }

  /** Starts the small Flink in the background, while the plan it is for is still being made. */
  void prepare() {
    if (prepared.compareAndSet(false, true)) {
      Thread thread = new Thread(this::start, "dry-run-start");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void start() {
    try {
      cluster.lease().close();
    } catch (Exception e) {
      // Who asks for a contract meets it again and is told.
      LOG.info("The cluster of dry runs does not start ahead of them", e);
    }
  }

  /**
   * @throws CallFailedException SQL_INVALID when the plan makes no job, STATEMENT_FAILED when the
   *     job does not run even dry, TIMEOUT
   */
  Contract of(String plan, Map<String, String> settings) throws Exception {
    MutedPlan muted = muted(plan, settings);
    if (muted.endsByItself()) {
      // Whether it still runs when its savepoint is asked for would be chance.
      throw new CallFailedException(
          FailureKind.STATEMENT_FAILED,
          "The query reads no table, so its job ends by itself: a condition is never true, or all"
              + " rows stand in the query");
    }
    String hash = muted.hash(EnvironmentInformation.getVersion());
    if (folder.has(hash)) {
      return new Contract(true, load(hash));
    }
    Path unfinished = folder.begin();
    try (TestCluster.Lease lease = cluster.lease()) {
      Path savepoint =
          Path.of(URI.create(new DryRun(lease.cluster()).savepoint(muted, unfinished)));
      folder.keep(hash, savepoint);
    } catch (TimeoutException e) {
      throw new CallFailedException(FailureKind.TIMEOUT, "The dry run does not start");
    } catch (ExecutionException e) {
      throw new CallFailedException(
          FailureKind.STATEMENT_FAILED, "The dry run failed: " + Findings.deepest(e));
    } catch (RuntimeException e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID, "The plan makes no job: " + Findings.messageOf(e));
    } finally {
      ContractFolder.delete(unfinished);
    }
    return new Contract(false, load(hash));
  }

  private SavepointFile load(String hash) throws CallFailedException {
    return SavepointFile.load(folder.of(hash).toUri().toString());
  }

  /**
   * Starts a plan from a savepoint, without its tables.
   *
   * @param from metadata that holds nothing of sources and sinks
   */
  StateRehearsalResponse rehearse(String plan, Map<String, String> settings, String from)
      throws Exception {
    MutedPlan muted = muted(plan, settings);
    long begun = System.nanoTime();
    try (TestCluster.Lease lease = cluster.lease()) {
      new DryRun(lease.cluster()).restore(muted, settings, from);
      return new StateRehearsalResponse(null, millisSince(begun));
    } catch (TimeoutException e) {
      throw new CallFailedException(FailureKind.TIMEOUT, "The rehearsal does not come to its end");
    } catch (ExecutionException e) {
      return new StateRehearsalResponse(Findings.deepest(e), millisSince(begun));
    } catch (RuntimeException e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID, "The plan makes no job: " + Findings.messageOf(e));
    }
  }

  private static long millisSince(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos).toMillis();
  }

  private static MutedPlan muted(String plan, Map<String, String> settings)
      throws CallFailedException {
    try {
      return MutedPlan.of(plan, settings);
    } catch (JsonProcessingException e) {
      throw new CallFailedException(FailureKind.INVALID_REQUEST, "The plan is no JSON");
    }
  }

  @Override
  public void close() {
    cluster.close();
  }
}
