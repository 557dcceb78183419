package dev.millrace.sidecar.submit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.control.Role;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.sidecar.guard.GuardOptions;
import dev.millrace.sidecar.guard.Tokens;
import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.sidecar.planner.PlannerService;
import dev.millrace.wire.CompileRequest;
import dev.millrace.wire.SubmitRequest;
import dev.millrace.wire.SubmitResponse;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.stream.Stream;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(Lifecycle.PER_CLASS)
class SubmitTest {
  private static final Duration LONG = Duration.ofMinutes(2);
  private static final String SOURCE =
      "CREATE TABLE c.d.src (k BIGINT, v BIGINT) WITH ('connector' = 'datagen',"
          + " 'rows-per-second' = '5', 'fields.k.min' = '1', 'fields.k.max' = '3')";
  private static final String SINK =
      "CREATE TABLE c.d.snk (k BIGINT, v BIGINT) WITH ('connector' = 'blackhole')";
  private static final String TOTALS =
      "INSERT INTO c.d.snk SELECT k, SUM(v) FROM c.d.src GROUP BY k";

  private Cluster cluster;
  private PlannerService planner;
  private SubmitService submit;
  private Path temporary;
  private int jobs;

  /** Tells who takes jobs in it. */
  @SuppressWarnings("try") // Flink's own way of closing it may be interrupted.
  private static final class Cluster extends MiniCluster {
    private Cluster(MiniClusterConfiguration configuration) {
      super(configuration);
    }

    private CompletableFuture<DispatcherGateway> dispatcher() {
      return getDispatcherGatewayFuture();
    }
  }

  @BeforeAll
  void startCluster(@TempDir Path folder) throws Exception {
    Path token = folder.resolve("token");
    Tokens.writePrivately(token, Tokens.random().getBytes(StandardCharsets.UTF_8));
    Configuration configuration = new Configuration();
    configuration.set(GuardOptions.TOKEN_FILE, token.toString());
    configuration.set(RestOptions.ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    configuration.set(RestOptions.BIND_PORT, "0");
    configuration.set(JobManagerOptions.BIND_HOST, "127.0.0.1");
    configuration.setString(
        "execution.checkpointing.dir", folder.resolve("chk").toUri().toString());
    cluster =
        new Cluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(configuration)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(8)
                .build());
    cluster.start();
    URI rest = cluster.getRestAddress().get();
    configuration.set(RestOptions.PORT, rest.getPort());
    planner = new PlannerService();
    temporary = Path.of(System.getProperty("java.io.tmpdir"));
    submit =
        new SubmitService(
            new SidecarContext(
                Role.CLUSTER,
                configuration,
                folder,
                Optional.of(rest),
                Optional.of(cluster::dispatcher),
                "token"),
            temporary);
  }

  @AfterAll
  void stopCluster() throws Exception {
    planner.close();
    cluster.close();
  }

  @Test
  void theJobHasTheIdTheNameAndTheParametersAskedFor() throws Exception {
    SubmitRequest request = request(plan(SOURCE, TOTALS), null);
    SubmitResponse response = submit.submit(request);
    awaitRunning(request);

    assertThat(response).isEqualTo(new SubmitResponse(request.jobId(), false));
    var graph = cluster.getArchivedExecutionGraph(idOf(request)).get();
    assertThat(graph.getJobName()).isEqualTo("totals");
    assertThat(graph.getArchivedExecutionConfig().getGlobalJobParameters())
        .containsEntry("millrace.model", "totals");
    cluster.cancelJob(idOf(request)).get();
  }

  @Test
  void aJobIdThatTheClusterKnowsStartsNothing() throws Exception {
    SubmitRequest request = request(plan(SOURCE, TOTALS), null);
    submit.submit(request);
    awaitRunning(request);

    assertThat(submit.submit(request).alreadyKnown()).isTrue();
    cluster.cancelJob(idOf(request)).get();
    assertThat(submit.submit(request).alreadyKnown()).isTrue();
  }

  @Test
  void aJobGoesOnFromASavepoint(@TempDir Path folder) throws Exception {
    SubmitRequest first = request(plan(SOURCE, TOTALS), null);
    submit.submit(first);
    awaitRunning(first);
    String savepoint = stop(first, folder);

    SubmitRequest second = request(first.plan(), savepoint);
    submit.submit(second);
    awaitRunning(second);

    var checkpoints =
        cluster
            .getArchivedExecutionGraph(idOf(second))
            .get()
            .getCheckpointStatsSnapshot()
            .getLatestRestoredCheckpoint();
    assertThat(checkpoints.getExternalPath()).isEqualTo(savepoint);
    cluster.cancelJob(idOf(second)).get();
  }

  @Test
  void stateThatFitsNoOperatorIsARestoreFailure(@TempDir Path folder) throws Exception {
    SubmitRequest first = request(plan(SOURCE, TOTALS), null);
    submit.submit(first);
    awaitRunning(first);
    String savepoint = stop(first, folder);
    String otherIds = plan(SOURCE, TOTALS);

    CallFailedException failure = failure(request(otherIds, savepoint));

    assertThat(failure.kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    assertThat(failure).hasMessageContaining("Cannot map checkpoint/savepoint state");
  }

  @Test
  void aSavepointThatIsNotThereIsARestoreFailure(@TempDir Path folder) throws Exception {
    CallFailedException failure =
        failure(request(plan(SOURCE, TOTALS), folder.resolve("gone").toUri().toString()));

    assertThat(failure.kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    assertThat(failure).hasMessageContaining("gone");
  }

  @Test
  void anotherMaximumParallelismThanTheStatesIsARestoreFailure(@TempDir Path folder)
      throws Exception {
    SubmitRequest first = request(plan(SOURCE, TOTALS), null);
    submit.submit(first);
    awaitRunning(first);
    String savepoint = stop(first, folder);

    CallFailedException failure =
        failure(
            request(first.plan(), savepoint, Map.of("pipeline.max-parallelism", "7"), Map.of()));

    assertThat(failure.kind()).isEqualTo(FailureKind.RESTORE_FAILED);
    assertThat(failure).hasMessageContaining("arallelism");
  }

  @Test
  void aPlaceholderTakesItsValueInMemory() throws Exception {
    SubmitRequest request =
        request(withRate("${local:rate}"), null, Map.of(), Map.of("local:rate", "7"));

    assertThat(submit.submit(request).alreadyKnown()).isFalse();
    cluster.cancelJob(idOf(request)).get();
  }

  @Test
  void aPlaceholderWithoutAValueIsNamed() throws Exception {
    CallFailedException failure = failure(request(withRate("${secret:RATE}"), null));

    assertThat(failure.kind()).isEqualTo(FailureKind.INVALID_REQUEST);
    assertThat(failure).hasMessage("There is no value for secret:RATE");
  }

  @Test
  void noErrorHoldsASecret() throws Exception {
    CallFailedException failure =
        failure(
            request(
                withRate("${secret:RATE}"), null, Map.of(), Map.of("secret:RATE", "canary-4711")));

    assertThat(failure.kind()).isEqualTo(FailureKind.SQL_INVALID);
    assertThat(failure).hasMessageContaining("***").hasMessageNotContaining("canary");
    assertThat(failure.getCause()).isNull();
  }

  @Test
  void noFileIsMadeOfAGraph() throws Exception {
    SubmitRequest good = request(plan(SOURCE, TOTALS), null);
    submit.submit(good);
    cluster.cancelJob(idOf(good)).get();
    failure(request(good.plan(), temporary.resolve("gone").toUri().toString()));

    try (Stream<Path> files = Files.list(temporary)) {
      assertThat(files).noneMatch(file -> file.toString().contains("executionPlan"));
    }
  }

  @Test
  void aClusterThatDoesNotAnswerIsUnreachable() throws Exception {
    SubmitRequest request = request(plan(SOURCE, TOTALS), null);
    CallFailedException failure =
        failure(
            new SubmitRequest(
                request.plan(),
                Map.of(),
                request.jobId(),
                "totals",
                Map.of(),
                Map.of(),
                "http://127.0.0.1:1",
                null));

    assertThat(failure.kind()).isEqualTo(FailureKind.CLUSTER_UNREACHABLE);
  }

  @Test
  void noClassOfOursIsInAGraph() throws Exception {
    SubmitRequest request = request(plan(SOURCE, TOTALS), null);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(
          PlanGraph.of(request.plan(), idOf(request), "totals", Map.of(), Map.of(), null));
    }

    assertThat(bytes.toString(StandardCharsets.ISO_8859_1))
        .contains("org.apache.flink")
        .doesNotContain("dev.millrace")
        .doesNotContain("dev/millrace");
  }

  private String plan(String source, String insert) throws Exception {
    return planner
        .compile(new CompileRequest(List.of(source, SINK), List.of(insert), Map.of()))
        .plan();
  }

  /** A plan with a placeholder where the compiler would want a number. */
  private String withRate(String rate) throws Exception {
    return plan(SOURCE, TOTALS)
        .replaceAll(
            "(\"rows-per-second\"\\s*:\\s*)\"5\"",
            "$1" + Matcher.quoteReplacement("\"" + rate + "\""));
  }

  private SubmitRequest request(String plan, @Nullable String restoreFrom) {
    return request(plan, restoreFrom, Map.of(), Map.of());
  }

  private SubmitRequest request(
      String plan,
      @Nullable String restoreFrom,
      Map<String, String> settings,
      Map<String, String> bindings) {
    return new SubmitRequest(
        plan,
        bindings,
        String.format("%032x", ++jobs),
        "totals",
        settings,
        Map.of("millrace.model", "totals"),
        null,
        restoreFrom);
  }

  private CallFailedException failure(SubmitRequest request) {
    return catchThrowableOfType(CallFailedException.class, () -> submit.submit(request));
  }

  private static JobID idOf(SubmitRequest request) {
    return JobID.fromHexString(request.jobId());
  }

  private String stop(SubmitRequest request, Path folder) throws Exception {
    return cluster
        .stopWithSavepoint(
            idOf(request), folder.toUri().toString(), false, SavepointFormatType.NATIVE)
        .get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private void awaitRunning(SubmitRequest request) throws Exception {
    Instant end = Instant.now().plus(LONG);
    while (Instant.now().isBefore(end)) {
      AccessExecutionGraph graph = cluster.getExecutionGraph(idOf(request)).get();
      boolean running = graph.getState() == JobStatus.RUNNING;
      for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
        running &= vertex.getExecutionState() == ExecutionState.RUNNING;
      }
      if (running) {
        return;
      }
      LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
    }
    throw new AssertionError("the job did not run in time");
  }
}
