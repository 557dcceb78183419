package dev.millrace.sidecar.submit;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.sidecar.planner.Findings;
import dev.millrace.sidecar.planner.PlanGraph;
import dev.millrace.wire.SubmitRequest;
import dev.millrace.wire.SubmitResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.regex.Pattern;
import org.apache.flink.api.common.JobID;
import org.apache.flink.client.ClientUtils;
import org.apache.flink.client.deployment.StandaloneClusterId;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.client.JobInitializationException;
import org.apache.flink.runtime.rest.messages.DashboardConfiguration;
import org.apache.flink.runtime.rest.messages.DashboardConfigurationHeaders;
import org.apache.flink.runtime.rest.messages.EmptyMessageParameters;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.streaming.api.graph.StreamGraph;

/** Answers {@code /v1/submit}. Several threads may call it. */
public final class SubmitService {
  /** What Flink says when the state of a checkpoint or savepoint does not fit the new graph. */
  private static final Pattern RESTORE =
      Pattern.compile(
          "Failed to rollback to checkpoint/savepoint"
              + "|Cannot map checkpoint/savepoint state"
              + "|Cannot find checkpoint or savepoint"
              + "|Cannot find meta data file"
              + "|StateMigrationException"
              + "|[Mm]ax(?:imum)? parallelism.*(?:mismatch|savepoint|checkpoint|state)");

  private static final Pattern ALREADY_THERE = Pattern.compile("has already been submitted");

  private final SidecarContext context;
  private final GraphFiles files;

  public SubmitService(SidecarContext context) {
    this(context, Path.of(System.getProperty("java.io.tmpdir")));
  }

  SubmitService(SidecarContext context, Path temporaryFolder) {
    this.context = context;
    this.files = new GraphFiles(temporaryFolder);
  }

  /**
   * Submits a compiled plan and waits until the job has been initialized, the state of {@code
   * restoreFrom} assigned to it included.
   *
   * @throws CallFailedException INVALID_REQUEST, SQL_INVALID when the plan makes no graph here,
   *     RESTORE_FAILED, CLUSTER_UNREACHABLE or CLUSTER_REFUSED; never with a value of the bindings
   */
  public SubmitResponse submit(SubmitRequest request) throws CallFailedException {
    BoundValues values = new BoundValues(request.bindings());
    JobID jobId = jobIdOf(request);
    requireValues(request, values);
    String remote = request.jobManager();
    try {
      if (remote == null) {
        return submit(own(), graph(request, jobId, values), jobId, request, values);
      }
      try (RestClusterClient<StandaloneClusterId> client = connect(remote)) {
        requireSameFlink(client, values);
        StreamGraph graph = graph(request, jobId, values);
        CarriedClasses.addTo(graph, request.plan());
        return submit(new RestJobManager(client), graph, jobId, request, values);
      }
    } finally {
      files.deleteOf(jobId);
    }
  }

  /** A JobManager refuses an id that it has had before, so nobody has to ask it first. */
  private static SubmitResponse submit(
      JobManager jobManager,
      StreamGraph graph,
      JobID jobId,
      SubmitRequest request,
      BoundValues values)
      throws CallFailedException {
    return new SubmitResponse(request.jobId(), hand(jobManager, graph, jobId, request, values));
  }

  private static JobID jobIdOf(SubmitRequest request) throws CallFailedException {
    try {
      return JobID.fromHexString(request.jobId());
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(
          FailureKind.INVALID_REQUEST, "Not a job id of 32 hexadecimal digits: " + request.jobId());
    }
  }

  private static void requireValues(SubmitRequest request, BoundValues values)
      throws CallFailedException {
    List<String> texts = new ArrayList<>(request.settings().values());
    texts.add(request.plan());
    if (request.restoreFrom() != null) {
      texts.add(request.restoreFrom());
    }
    values.requireAllIn(texts);
  }

  private JobManager own() throws CallFailedException {
    return context
        .dispatcher()
        .map(dispatcher -> new OwnJobManager(dispatcher, context.flinkConfiguration()))
        .orElseThrow(
            () ->
                new CallFailedException(
                    FailureKind.INVALID_REQUEST,
                    "This sidecar has no JobManager of its own, and none was named"));
  }

  static RestClusterClient<StandaloneClusterId> connect(String jobManager)
      throws CallFailedException {
    try {
      return client(Cluster.remote(jobManager));
    } catch (IllegalArgumentException e) {
      throw new CallFailedException(FailureKind.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static RestClusterClient<StandaloneClusterId> client(Configuration configuration)
      throws CallFailedException {
    try {
      return new RestClusterClient<>(configuration, StandaloneClusterId.getInstance());
    } catch (Exception e) {
      throw new CallFailedException(
          FailureKind.CLUSTER_UNREACHABLE,
          "No client for the JobManager could be made: " + ServerCause.deepest(e));
    }
  }

  /** A graph is Java objects: another minor version of Flink could misread it. */
  static void requireSameFlink(RestClusterClient<?> client, BoundValues values)
      throws CallFailedException {
    String theirs;
    try {
      CompletableFuture<DashboardConfiguration> answer =
          client.sendRequest(
              DashboardConfigurationHeaders.getInstance(),
              EmptyMessageParameters.getInstance(),
              EmptyRequestBody.getInstance());
      theirs = answer.get().getFlinkVersion();
    } catch (ExecutionException e) {
      throw failure(e, values);
    } catch (InterruptedException e) {
      throw interrupted();
    }
    String ours = EnvironmentInformation.getVersion();
    if (!minor(theirs).equals(minor(ours))) {
      throw new CallFailedException(
          FailureKind.CLUSTER_REFUSED,
          "The cluster runs Flink " + theirs + " and cannot read graphs of Flink " + ours);
    }
  }

  private static String minor(String version) {
    String[] parts = version.split("\\.", 3);
    return parts.length < 2 ? version : parts[0] + "." + parts[1];
  }

  private static StreamGraph graph(SubmitRequest request, JobID jobId, BoundValues values)
      throws CallFailedException {
    String restoreFrom = request.restoreFrom();
    try {
      return PlanGraph.of(
          values.resolveInJson(request.plan()),
          jobId,
          request.jobName(),
          values.resolve(request.settings()),
          request.parameters(),
          restoreFrom == null ? null : values.resolve(restoreFrom));
    } catch (Exception e) {
      throw new CallFailedException(
          FailureKind.SQL_INVALID,
          "The plan makes no job: " + values.redact(Findings.messageOf(e)));
    }
  }

  /** Whether the cluster already knew the job. */
  private static boolean hand(
      JobManager jobManager,
      StreamGraph graph,
      JobID jobId,
      SubmitRequest request,
      BoundValues values)
      throws CallFailedException {
    try {
      jobManager.submit(graph).get();
      ClientUtils.waitUntilJobInitializationFinished(
          () -> jobManager.status(jobId).get(),
          () -> jobManager.result(jobId).get(),
          SubmitService.class.getClassLoader());
      return false;
    } catch (JobInitializationException e) {
      throw initializationFailure(e, request, values);
    } catch (InterruptedException e) {
      throw interrupted();
    } catch (Exception e) {
      if (matches(e, ALREADY_THERE)) {
        return true;
      }
      throw failure(jobManager.answered(e), e, values);
    }
  }

  private static CallFailedException initializationFailure(
      JobInitializationException thrown, SubmitRequest request, BoundValues values) {
    boolean restore = request.restoreFrom() != null && matches(thrown, RESTORE);
    return new CallFailedException(
        restore ? FailureKind.RESTORE_FAILED : FailureKind.CLUSTER_REFUSED,
        values.redact(ServerCause.deepest(thrown)));
  }

  /** What a client of another cluster ran into. */
  static CallFailedException failure(Exception thrown, BoundValues values) {
    return failure(ServerCause.answered(thrown), thrown, values);
  }

  private static CallFailedException failure(
      boolean answered, Exception thrown, BoundValues values) {
    return new CallFailedException(
        answered ? FailureKind.CLUSTER_REFUSED : FailureKind.CLUSTER_UNREACHABLE,
        values.redact(ServerCause.deepest(thrown)));
  }

  private static boolean matches(Throwable thrown, Pattern pattern) {
    return ServerCause.messages(thrown).stream()
        .anyMatch(message -> pattern.matcher(message).find());
  }

  static CallFailedException interrupted() {
    Thread.currentThread().interrupt();
    return new CallFailedException(FailureKind.INTERNAL, "The sidecar is stopping");
  }
}
