package dev.millrace.sidecar.cluster;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.fs.FileSystem;
import org.apache.flink.core.plugin.DefaultPluginManager;
import org.apache.flink.core.plugin.PluginManager;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.taskexecutor.TaskExecutorResourceUtils;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running JobManager with one TaskManager.
 *
 * <p>The entrypoints of a real cluster instead of a MiniCluster: that one keeps every finished job
 * for ever, lives on when its TaskManager dies of a full heap, and has timeouts no real cluster
 * has.
 */
public final class LocalFlink implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalFlink.class);
  private static final long CLOSE_SECONDS = 10;

  private final SessionEntrypoint jobManager;
  private final LocalTaskManager taskManager;
  private final Configuration configuration;

  private LocalFlink(
      SessionEntrypoint jobManager, LocalTaskManager taskManager, Configuration configuration) {
    this.jobManager = jobManager;
    this.taskManager = taskManager;
    this.configuration = configuration;
  }

  /**
   * Starts both; returns when the JobManager answers. The TaskManager registers soon after.
   *
   * @throws Exception whatever Flink throws at start
   */
  public static LocalFlink start(Configuration base) throws Exception {
    PluginManager plugins = new DefaultPluginManager(List.of(), new String[0]);
    FileSystem.initialize(base, plugins);
    SessionEntrypoint jobManager = new SessionEntrypoint(base);
    jobManager.startCluster();
    Configuration actual = new Configuration(base);
    actual.set(RestOptions.PORT, jobManager.getRestPort());
    actual.set(JobManagerOptions.PORT, jobManager.getRpcPort());
    Configuration forTasks = new Configuration(actual);
    TaskExecutorResourceUtils.adjustForLocalExecution(forTasks);
    LocalTaskManager taskManager = new LocalTaskManager(forTasks, plugins);
    taskManager.start();
    return new LocalFlink(jobManager, taskManager, actual);
  }

  /** The configuration with the ports that were given out. */
  public Configuration configuration() {
    return new Configuration(configuration);
  }

  /** Who takes jobs, for who lives in this JVM. */
  public GatewayRetriever<DispatcherGateway> dispatcher() {
    return jobManager.dispatcher();
  }

  /** The port of the JobManager's REST. */
  public int port() {
    return jobManager.getRestPort();
  }

  /** Completes when the JobManager or the last TaskManager has ended, for whatever reason. */
  public CompletableFuture<?> ended() {
    return CompletableFuture.anyOf(jobManager.getTerminationFuture(), taskManager.ended());
  }

  LocalTaskManager taskManager() {
    return taskManager;
  }

  /** Ends both; running jobs are suspended, so that their checkpoints stay. */
  @Override
  public void close() {
    // The JobManager first: without it no job sees its tasks fail.
    await("JobManager", jobManager.closeAsync());
    await("TaskManager", taskManager.close());
  }

  private static void await(String what, CompletableFuture<?> end) {
    try {
      end.get(CLOSE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (Exception e) {
      LOG.warn("the {} did not end in order: {}", what, e.toString());
    }
  }
}
