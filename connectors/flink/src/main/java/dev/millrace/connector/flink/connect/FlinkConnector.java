package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.gateway.GatewayClient;
import dev.millrace.connector.flink.gateway.GatewayJobs;
import dev.millrace.connector.flink.gateway.GatewaySession;
import dev.millrace.connector.flink.gateway.GatewaySubmitter;
import dev.millrace.connector.flink.gateway.JobEndsOf;
import dev.millrace.connector.flink.gateway.StopRequests;
import dev.millrace.connector.flink.jobmanager.JobManagerClient;
import dev.millrace.connector.flink.jobmanager.JobManagerJobs;
import dev.millrace.connector.flink.jobmanager.PolledMetrics;
import dev.millrace.connector.flink.local.ProjectJars;
import dev.millrace.connector.flink.local.SidecarAccess;
import dev.millrace.connector.flink.local.SidecarRole;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.connector.flink.rest.Json;
import dev.millrace.connector.flink.sidecar.SidecarClient;
import dev.millrace.connector.flink.sidecar.SidecarMetrics;
import dev.millrace.connector.flink.sidecar.SidecarPlanner;
import dev.millrace.connector.flink.sidecar.SidecarRecords;
import dev.millrace.connector.flink.sidecar.SidecarState;
import dev.millrace.connector.flink.sidecar.SidecarStorage;
import dev.millrace.connector.flink.sidecar.SidecarSubmitter;
import dev.millrace.connector.flink.sidecar.SidecarTopics;
import dev.millrace.connector.flink.sidecar.SidecarUnitTests;
import dev.millrace.engine.connect.Capabilities;
import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.JobControl;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.connect.MetricsSource;
import dev.millrace.engine.connect.RecordTools;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.connect.Submission.CompiledPlan;
import dev.millrace.engine.connect.TopicControl;
import dev.millrace.engine.connect.UnitTestRunner;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One Flink target: the embedded default, or a session cluster of the user's. */
public final class FlinkConnector implements Connector {
  private final TargetSettings settings;
  private final SidecarAccess sidecar;
  private final Optional<LocalTarget> local;
  private final HttpTransport transport = new HttpTransport();
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("millrace-heartbeat").factory());
  private final Optional<JobManagerClient> jobManager;
  private final Optional<GatewayClient> gateway;
  private final Optional<GatewaySubmitter> gatewaySubmitter;
  private final Optional<GatewayJobs> gatewayJobs;
  private final JobControl jobs;
  private final ProjectJars jars;
  private final SqlPlanner planner;
  private final UnitTestRunner unitTests;
  private final TopicControl topics;
  private final RecordTools records;
  private final StateTools state;
  private final MetricsSource metrics;
  private @Nullable Capabilities capabilities;

  /**
   * @param dataFolder ours alone; keeps what only a gateway could tell
   * @param local present where the target is embedded
   */
  FlinkConnector(
      TargetSettings settings,
      Path dataFolder,
      Supplier<Bindings> secrets,
      SidecarAccess sidecar,
      Optional<LocalTarget> local) {
    this.settings = requireNonNull(settings, "settings");
    this.sidecar = requireNonNull(sidecar, "sidecar");
    this.local = requireNonNull(local, "local");
    Json json = new Json();
    Endpoints endpoints = new Endpoints(transport, json, settings, sidecar, secrets);
    SidecarClient control = new SidecarClient(endpoints.control());
    this.jars = new ProjectJars(dataFolder);
    this.unitTests = new SidecarUnitTests(control, json);
    this.topics = new SidecarTopics(control);
    this.records = new SidecarRecords(control);
    SidecarStorage storage =
        new SidecarStorage(control, settings.fileSystems(), secrets, submitsByItself(settings));
    this.state = new SidecarState(control, storage, () -> capabilities().flinkVersion());
    this.jobManager = endpoints.jobManager().map(JobManagerClient::new);
    this.planner = new SidecarPlanner(control, jars, jobManager.isPresent());
    this.gateway = endpoints.gateway().map(GatewayClient::new);
    this.gatewaySubmitter =
        gateway.map(client -> new GatewaySubmitter(client, this::isKnown, jars::located));
    Submissions submissions =
        new Submissions(
            jobManager.map(client -> new SidecarSubmitter(control, remoteJobManager())),
            gatewaySubmitter,
            settings.checkpointStorage(),
            plan -> reachStorageOf(plan, storage));
    this.gatewayJobs =
        jobManager.isPresent()
            ? Optional.empty()
            : gateway.map(
                client ->
                    new GatewayJobs(
                        client,
                        new StopRequests(dataFolder.resolve("gateway-stops")),
                        submissions::submit));
    this.jobs =
        jobManager
            .<JobControl>map(
                client ->
                    new JobManagerJobs(
                        client,
                        submissions::submit,
                        id -> local.flatMap(target -> target.retained().newest(id)),
                        settings.savepointFolder()))
            .or(() -> gatewayJobs)
            .orElseThrow(() -> new IllegalStateException("a target has a URL or is embedded"));
    this.metrics =
        settings.isEmbedded()
            ? new SidecarMetrics(control)
            : jobManager
                .<MetricsSource>map(client -> new PolledMetrics(client, Clock.systemUTC()))
                .orElseGet(NoMetrics::new);
  }

  @Override
  public synchronized Capabilities capabilities() {
    Capabilities known = capabilities;
    if (known == null) {
      known =
          new CapabilityProbe(
                  settings,
                  new CapabilityProbe.Questions(
                      () -> sidecar.ensure(SidecarRole.PLANNER, step -> {}).ready().flinkVersion(),
                      () -> jobManager.orElseThrow().overview().flinkVersion(),
                      () -> gateway.orElseThrow().flinkVersion(),
                      this::takesJobIds))
              .probe();
      capabilities = known;
    }
    return known;
  }

  @Override
  public SqlPlanner planner() {
    return planner;
  }

  @Override
  public UnitTestRunner unitTests() {
    return unitTests;
  }

  @Override
  public JobControl jobs() {
    return jobs;
  }

  @Override
  public SqlSession openSession(List<String> setup, Bindings bindings) {
    GatewayClient client =
        gateway.orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(
                            ProblemCode.NOT_SUPPORTED,
                            "Queries need a SQL Gateway, and the profile has none")
                        .remedy("Add `gateway: http://...` to the target's profile")));
    return new GatewaySession(
        client, setup.stream().map(jars::located).toList(), bindings, new JobEndsOf(jobs), timer);
  }

  @Override
  public TopicControl topics() {
    return topics;
  }

  @Override
  public RecordTools records() {
    return records;
  }

  @Override
  public StateTools state() {
    return state;
  }

  @Override
  public MetricsSource metrics() {
    return metrics;
  }

  @Override
  public Optional<LocalCluster> localCluster() {
    return local.map(LocalTarget::cluster);
  }

  @Override
  public DefaultTableOptions defaultTableOptions() {
    return settings.isEmbedded()
        ? LocalTables.options()
        : new DefaultTableOptions(Map.of(), Map.of());
  }

  @Override
  public Bindings localBindings() {
    return local.map(LocalTarget::bindings).orElse(Bindings.NONE);
  }

  @Override
  public void close() {
    timer.shutdownNow();
    gatewayJobs.ifPresent(GatewayJobs::close);
    sidecar.close();
    transport.close();
  }

  /** The local cluster reaches storage by the sidecar's file systems; another one by its own. */
  private void reachStorageOf(CompiledPlan plan, SidecarStorage storage) {
    if (settings.isEmbedded()) {
      Optional.ofNullable(plan.settings().get(Submissions.CHECKPOINT_FOLDER))
          .ifPresent(storage::prepareFor);
      settings.savepointFolder().ifPresent(storage::prepareFor);
      plan.restoreFrom().ifPresent(storage::prepareFor);
    }
  }

  /** The JobManager that Flink's own client may submit to: it cannot send credentials. */
  private static Optional<URI> submitsByItself(TargetSettings settings) {
    return settings.hasCredentials() ? Optional.empty() : settings.jobManager();
  }

  private Optional<URI> remoteJobManager() {
    return settings.jobManager();
  }

  private boolean isKnown(JobId id) {
    return jobs.job(id).isPresent();
  }

  private boolean takesJobIds() {
    // A probe of its own each time: a cluster takes an id once.
    JobId probe = JobId.derive("probe", UUID.randomUUID().toString());
    return gatewaySubmitter.orElseThrow().takesJobIds(probe, new JobEndsOf(jobs));
  }
}
