package dev.millrace.sidecar.cluster;

import dev.millrace.sidecar.guard.GuardOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.BlobServerOptions;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;

/** Flink's configuration for the local cluster. */
public final class ClusterConfiguration {
  static final String LOOPBACK = "127.0.0.1";

  /** What of Flink's metrics is kept: enough to explain lag, a tenth of all there is. */
  static final List<String> METRICS =
      List.of(
          "*.job:lastCheckpointDuration,lastCheckpointSize,lastCheckpointFullSize,"
              + "lastCheckpointCompletedTimestamp,lastCompletedCheckpointId,"
              + "numberOf*Checkpoints,numRestarts,uptime",
          "*.task:currentInputWatermark,numRecordsIn,numRecordsOut,numRecordsInPerSecond,"
              + "numRecordsOutPerSecond,busyTimeMsPerSecond,backPressuredTimeMsPerSecond,"
              + "idleTimeMsPerSecond,checkpointAlignmentTime,checkpointStartDelayNanos",
          "*.operator:currentInputWatermark,currentOutputWatermark,watermarkLag,"
              + "currentEmitEventTimeLag,currentFetchEventTimeLag,pendingRecords,sourceIdleTime,"
              + "numLateRecordsDropped,numRecordsIn,numRecordsOut,numRecordsInPerSecond,"
              + "numRecordsOutPerSecond");

  private ClusterConfiguration() {}

  /**
   * The configuration JobManager and TaskManager start with, ports open.
   *
   * <p>It sets no checkpoint interval: checkpoints delay the rows of a streaming SELECT by a whole
   * interval, so each deployed job brings its own.
   */
  public static Configuration of(ClusterSettings settings) {
    Configuration configuration = new Configuration();
    addresses(configuration);
    web(configuration, settings);
    memory(configuration, settings);
    state(configuration, settings);
    metrics(configuration, settings);
    return configuration;
  }

  private static void addresses(Configuration configuration) {
    configuration.set(RestOptions.ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.ADDRESS, LOOPBACK);
    configuration.set(JobManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(JobManagerOptions.PORT, 0);
    configuration.set(TaskManagerOptions.HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
    configuration.set(TaskManagerOptions.RPC_PORT, "0");
    configuration.set(BlobServerOptions.PORT, "0");
  }

  private static void web(Configuration configuration, ClusterSettings settings) {
    configuration.set(GuardOptions.TOKEN_FILE, settings.tokenFile().toString());
    configuration.set(WebOptions.SUBMIT_ENABLE, false);
    configuration.set(WebOptions.RESCALE_ENABLE, false);
    configuration.set(WebOptions.TMP_DIR, settings.work().resolve("web").toString());
    configuration.set(RestOptions.SERVER_NUM_THREADS, 4);
    // What a job does is watched while it is deployed: three seconds of cache would hide it.
    configuration.set(RestOptions.CACHE_EXECUTION_GRAPH_TIMEOUT, Duration.ofMillis(300));
    configuration.set(RestOptions.CACHE_CHECKPOINT_STATISTICS_TIMEOUT, Duration.ofMillis(300));
  }

  private static void memory(Configuration configuration, ClusterSettings settings) {
    configuration.set(CoreOptions.TMP_DIRS, settings.work().resolve("io").toString());
    configuration.set(ClusterOptions.CLUSTER_IO_EXECUTOR_POOL_SIZE, 4);
    configuration.set(TaskManagerOptions.NUM_TASK_SLOTS, settings.slots());
    // A ceiling, taken only by batch operators: 8 MB for each slot.
    configuration.set(
        TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(8L * settings.slots()));
    // Taken at once and as a whole.
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MIN, MemorySize.ofMebiBytes(96));
    configuration.set(TaskManagerOptions.NETWORK_MEMORY_MAX, MemorySize.ofMebiBytes(96));
    configuration.set(
        JobManagerOptions.COMPLETED_APPLICATION_STORE_CACHE_SIZE,
        MemorySize.ofMebiBytes(16).getBytes());
    configuration.set(
        JobManagerOptions.COMPLETED_APPLICATION_STORE_EXPIRATION_TIME, Duration.ofHours(1));
    configuration.set(JobManagerOptions.COMPLETED_APPLICATION_STORE_MAX_CAPACITY, 200);
  }

  private static void state(Configuration configuration, ClusterSettings settings) {
    configuration.set(
        CheckpointingOptions.CHECKPOINTS_DIRECTORY, directory(settings.checkpoints()));
    configuration.set(CheckpointingOptions.SAVEPOINT_DIRECTORY, directory(settings.savepoints()));
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, 3);
    // Out of 8 MB for each slot RocksDB would write its smallest table at almost every row. Those
    // of all jobs share this instead, and their tables begin small, so that many find room in it.
    configuration.setString("state.backend.rocksdb.memory.managed", "false");
    configuration.setString("state.backend.rocksdb.memory.fixed-per-tm", "192 mb");
    configuration.setString("state.backend.rocksdb.writebuffer.size", "8 mb");
    // As a whole, the index of a table of some 500,000 rows has no place in a part of that memory,
    // and would be read anew for each row: 200 a second.
    configuration.setString("state.backend.rocksdb.memory.partitioned-index-filters", "true");
    // A broker that is away for an hour must not end a job.
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF,
        Duration.ofSeconds(20));
  }

  private static void metrics(Configuration configuration, ClusterSettings settings) {
    configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, Duration.ofSeconds(1));
    configuration.set(MetricOptions.REPORTERS_LIST, "otel");
    Configuration reporter = MetricOptions.forReporter(configuration, "otel");
    reporter.set(
        MetricOptions.REPORTER_FACTORY_CLASS,
        "org.apache.flink.metrics.otel.OpenTelemetryMetricReporterFactory");
    reporter.set(MetricOptions.REPORTER_INTERVAL, Duration.ofSeconds(1));
    reporter.set(MetricOptions.REPORTER_INCLUDES, METRICS);
    reporter.set(
        MetricOptions.REPORTER_EXCLUDED_VARIABLES, "task_attempt_id;task_attempt_num;tm_id;host");
    reporter.setString("exporter.protocol", "HTTP");
    reporter.setString("exporter.endpoint", settings.intake().toString());
    // While it waits for an answer it holds a thread of the pool that all of Flink's own futures
    // share, by itself for 5 minutes: on a small machine no job would start meanwhile.
    reporter.setString("exporter.timeout", "2 s");
    reporter.setString("export-completion-timeout-millis", "3000");
    reporter.setString("service.name", "millrace-local");
  }

  /** Flink reads a folder's name as it stands; percent signs of a URI would become part of it. */
  private static String directory(Path folder) {
    return "file://" + folder.toAbsolutePath();
  }
}
