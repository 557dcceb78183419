package dev.millrace.sidecar;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.sidecar.cluster.ClusterConfiguration;
import dev.millrace.sidecar.cluster.ClusterSettings;
import dev.millrace.sidecar.cluster.LocalFlink;
import dev.millrace.sidecar.cluster.LocalGateway;
import dev.millrace.sidecar.control.ControlServer;
import dev.millrace.sidecar.control.Endpoint;
import dev.millrace.sidecar.control.EndpointProvider;
import dev.millrace.sidecar.control.Role;
import dev.millrace.sidecar.control.SidecarContext;
import dev.millrace.sidecar.guard.Guard;
import dev.millrace.sidecar.guard.Tokens;
import dev.millrace.sidecar.intake.Intake;
import dev.millrace.sidecar.intake.SeriesStore;
import dev.millrace.wire.ReadyFile;
import dev.millrace.wire.Wire;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running sidecar: everything it opened, in the order in which to close it. */
final class Sidecar implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sidecar.class);

  /** About 40 MB when all are full. */
  private static final int MAX_SERIES = 8000;

  private final Lifecycle lifecycle;
  private final SidecarFolder folder;
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  /** Whether it has said that it is there, and not yet that it ends. */
  private boolean ready;

  private Sidecar(Lifecycle lifecycle, SidecarFolder folder) {
    this.lifecycle = lifecycle;
    this.folder = folder;
    // The first to be opened and the last to be closed: it holds the lock.
    opened.push(folder);
  }

  /**
   * Starts what the role needs and, when all of it answers and refuses strangers, writes the ready
   * file.
   *
   * @throws Exception the first thing that went wrong; what was opened is closed again
   */
  static Sidecar start(SidecarArguments arguments, SidecarFolder folder) throws Exception {
    Sidecar sidecar =
        new Sidecar(
            new Lifecycle(System.currentTimeMillis(), new Leases(System::nanoTime)), folder);
    try {
      sidecar.open(arguments);
      return sidecar;
    } catch (Exception | LinkageError e) {
      sidecar.close();
      throw e;
    }
  }

  void awaitEnd() throws InterruptedException {
    lifecycle.awaitStop();
  }

  /** Closes everything, newest first; a second call does nothing. */
  @Override
  public synchronized void close() {
    lifecycle.stop("closed");
    if (ready) {
      // Here and not where main() waits: at a signal the process may be gone before that goes on.
      LOG.info("ends: {}", lifecycle.stopReason());
      ready = false;
    }
    try {
      folder.removeReady();
    } catch (IOException e) {
      LOG.warn("the ready file stays: {}", e.toString());
    }
    while (!opened.isEmpty()) {
      AutoCloseable next = opened.pop();
      try {
        next.close();
      } catch (Exception e) {
        LOG.warn("{} did not close in order: {}", next.getClass().getSimpleName(), e.toString());
      }
    }
  }

  private void open(SidecarArguments arguments) throws Exception {
    String token = Tokens.random();
    SeriesStore metrics = new SeriesStore(MAX_SERIES);
    Configuration configuration = new Configuration();
    Optional<URI> jobManager = Optional.empty();
    Optional<GatewayRetriever<DispatcherGateway>> dispatcher = Optional.empty();
    int intakePort = 0;
    int gatewayPort = 0;
    BooleanSupplier busy = () -> false;
    if (arguments.role() == Role.CLUSTER) {
      Intake intake = keep(Intake.start(Tokens.random(), metrics));
      intakePort = intake.port();
      LocalFlink flink =
          keep(
              LocalFlink.start(
                  ClusterConfiguration.of(
                      new ClusterSettings(
                          folder.work(),
                          arguments.checkpoints(),
                          arguments.savepoints(),
                          folder.writeToken(token),
                          intake.address(),
                          arguments.slots()))));
      CompletableFuture<?> unused =
          flink.ended().thenRun(() -> lifecycle.stop("the local cluster has ended"));
      configuration = flink.configuration();
      dispatcher = Optional.of(flink.dispatcher());
      jobManager = Optional.of(URI.create("http://127.0.0.1:" + flink.port()));
      gatewayPort = keep(LocalGateway.start(configuration)).port();
      OwnCluster cluster = new OwnCluster(jobManager.get(), token);
      cluster.awaitTaskManager();
      cluster.requireRefusal(URI.create("http://127.0.0.1:" + gatewayPort + "/info"));
      busy = cluster::hasRunningJobs;
    }
    SidecarContext context =
        new SidecarContext(
            arguments.role(), configuration, folder.work(), jobManager, dispatcher, token);
    ControlServer control =
        keep(
            ControlServer.start(
                new Guard(token), endpoints(context, metrics), lifecycle.leases()::use));
    lifecycle.ready();
    ReadyFile said =
        new ReadyFile(
            Wire.VERSION,
            ProcessHandle.current().pid(),
            arguments.role().wireName(),
            lifecycle.startedAt(),
            token,
            control.port(),
            jobManager.map(URI::getPort).orElse(0),
            gatewayPort,
            intakePort,
            EnvironmentInformation.getVersion(),
            Runtime.version().toString(),
            arguments.log().toString());
    folder.writeReady(readyFileName(said), new ObjectMapper().writeValueAsBytes(said));
    // Only now: nobody can hold what nobody can find.
    lifecycle.leases().use();
    keep(IdleEnd.watch(lifecycle, arguments.idleEnd(), busy));
    LOG.info(
        "ready as {}, Flink {}, Java {}", said.role(), said.flinkVersion(), said.javaVersion());
    ready = true;
  }

  static String readyFileName(ReadyFile ready) {
    return "ready-" + ready.version() + "-" + ready.flinkVersion() + ".json";
  }

  private List<Endpoint<?, ?>> endpoints(SidecarContext context, SeriesStore metrics) {
    List<Endpoint<?, ?>> endpoints = new ArrayList<>(OwnEndpoints.of(lifecycle, metrics));
    for (EndpointProvider provider : ServiceLoader.load(EndpointProvider.class)) {
      endpoints.addAll(provider.endpoints(context));
    }
    return endpoints;
  }

  private <T extends AutoCloseable> T keep(T closeable) {
    opened.push(closeable);
    return closeable;
  }
}
