package dev.millrace.sidecar.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.sidecar.guard.GuardOptions;
import dev.millrace.sidecar.guard.Tokens;
import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.sidecar.planner.PlannerService;
import dev.millrace.wire.CompileRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.CheckpointType;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.graph.StreamGraph;
import org.jspecify.annotations.Nullable;

/** Real jobs on a small Flink, and the savepoints they leave. */
final class Jobs {
  static final String ORDERS = "orders";
  static final String PAYMENTS = "payments";

  private static final Duration LONG = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder;
  private final MiniCluster cluster;
  private final Configuration configuration = new Configuration();
  private final PlannerService planner = new PlannerService();
  private int savepoints;

  Jobs(Path folder) throws Exception {
    this.folder = folder;
    Path token = folder.resolve("token");
    Tokens.writePrivately(token, Tokens.random().getBytes(StandardCharsets.UTF_8));
    configuration.set(GuardOptions.TOKEN_FILE, token.toString());
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.setString(
        "execution.checkpointing.dir", folder.resolve("chk").toUri().toString());
    cluster =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build());
    cluster.start();
    Files.createDirectories(folder.resolve(ORDERS));
    Files.createDirectories(folder.resolve(PAYMENTS));
  }

  /** What the small Flink is made with, for what makes another. */
  Configuration configuration() {
    return new Configuration(configuration);
  }

  /** Puts a file of rows where a table reads. */
  void write(String table, String rows) throws IOException {
    Path hidden = folder.resolve(table + "-" + System.nanoTime());
    Files.writeString(hidden, rows);
    Files.move(hidden, folder.resolve(table).resolve(hidden.getFileName() + ".csv"));
  }

  /** {@code orders(id, customer, amount, ts)} and {@code payments(order_id, paid)}. */
  List<String> tables() {
    return List.of(
        "CREATE TABLE c.d.orders (id BIGINT, customer STRING, amount BIGINT, ts TIMESTAMP(3),"
            + " WATERMARK FOR ts AS ts) WITH ("
            + files(ORDERS)
            + ")",
        "CREATE TABLE c.d.payments (order_id BIGINT, paid BIGINT) WITH (" + files(PAYMENTS) + ")");
  }

  private String files(String table) {
    return "'connector' = 'filesystem', 'format' = 'csv', 'source.monitor-interval' = '200 ms',"
        + " 'path' = '"
        + folder.resolve(table).toUri()
        + "'";
  }

  /** A plan whose nodes have UIDs of ours: the type of the node, numbered where it is not alone. */
  String plan(String sink, String insert) throws Exception {
    return plan(sink, insert, Map.of());
  }

  String plan(String sink, String insert, Map<String, String> settings) throws Exception {
    List<String> setup = new ArrayList<>(tables());
    setup.add(sink);
    String plan = planner.compile(new CompileRequest(setup, List.of(insert), settings)).plan();
    ObjectNode tree = (ObjectNode) JSON.readTree(plan);
    Map<String, Integer> seen = new LinkedHashMap<>();
    tree.get("nodes")
        .forEach(
            node -> {
              String type = node.get("type").asText().replaceAll("stream-exec-|_\\d+$", "");
              int number = seen.merge(type, 1, Integer::sum);
              ObjectNode object = (ObjectNode) node;
              ObjectNode options =
                  object.get("configuration") instanceof ObjectNode existing
                      ? existing
                      : object.putObject("configuration");
              options.put(
                  "table.exec.uid.format", "key/" + type + "." + number + "/<transformation>");
            });
    return tree.toString();
  }

  JobID start(String plan, Map<String, String> settings, @Nullable String restoreFrom)
      throws Exception {
    JobID job = new JobID();
    Map<String, String> all = new LinkedHashMap<>(Map.of("parallelism.default", "1"));
    all.putAll(settings);
    StreamGraph graph = PlanGraph.of(plan, job, "job", all, Map.of(), restoreFrom);
    cluster.submitJob(graph).get();
    awaitRunning(job);
    return job;
  }

  private void awaitRunning(JobID job) throws Exception {
    Instant end = Instant.now().plus(LONG);
    while (Instant.now().isBefore(end)) {
      AccessExecutionGraph graph = cluster.getExecutionGraph(job).get();
      if (graph.getState().isTerminalState()) {
        throw new AssertionError(
            "the job is " + graph.getState(),
            graph.getFailureInfo() == null
                ? null
                : graph
                    .getFailureInfo()
                    .getException()
                    .deserializeError(getClass().getClassLoader()));
      }
      boolean running = graph.getState() == JobStatus.RUNNING;
      for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
        running &= vertex.getExecutionState() == ExecutionState.RUNNING;
      }
      if (running) {
        return;
      }
      LockSupport.parkNanos(PAUSE.toNanos());
    }
    throw new AssertionError("the job did not run in time");
  }

  String savepoint(JobID job, SavepointFormatType format) throws Exception {
    return cluster
        .triggerSavepoint(
            job, folder.resolve("sp-" + ++savepoints).toUri().toString(), false, format)
        .get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  String stop(JobID job, SavepointFormatType format) throws Exception {
    return cluster
        .stopWithSavepoint(
            job, folder.resolve("sp-" + ++savepoints).toUri().toString(), false, format)
        .get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  /** A checkpoint that stays, where the job's settings say so. */
  String checkpoint(JobID job) throws Exception {
    long number = cluster.triggerCheckpoint(job, CheckpointType.CONFIGURED).get();
    return folder.resolve("chk").resolve(job.toHexString()).resolve("chk-" + number).toString();
  }

  void cancel(JobID job) throws Exception {
    try {
      cluster.cancelJob(job).get();
    } catch (ExecutionException e) {
      if (!cluster.getJobStatus(job).get().isTerminalState()) {
        throw e;
      }
    }
  }

  void end() throws Exception {
    planner.close();
    cluster.close();
  }
}
