package dev.millrace.sidecar.cluster;

import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.failure.FailureEnricher;
import org.apache.flink.runtime.blob.BlobServer;
import org.apache.flink.runtime.clusterframework.types.ResourceID;
import org.apache.flink.runtime.dispatcher.ArchivedApplicationStore;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.dispatcher.DispatcherId;
import org.apache.flink.runtime.dispatcher.SessionDispatcherFactory;
import org.apache.flink.runtime.dispatcher.runner.DefaultDispatcherRunnerFactory;
import org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint;
import org.apache.flink.runtime.entrypoint.component.DefaultDispatcherResourceManagerComponentFactory;
import org.apache.flink.runtime.entrypoint.component.DispatcherResourceManagerComponent;
import org.apache.flink.runtime.heartbeat.HeartbeatServices;
import org.apache.flink.runtime.highavailability.HighAvailabilityServices;
import org.apache.flink.runtime.leaderretrieval.LeaderRetrievalService;
import org.apache.flink.runtime.metrics.MetricRegistry;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;
import org.apache.flink.runtime.rest.SessionRestEndpointFactory;
import org.apache.flink.runtime.rpc.FatalErrorHandler;
import org.apache.flink.runtime.rpc.RpcService;
import org.apache.flink.runtime.security.token.DelegationTokenManager;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;
import org.apache.flink.runtime.webmonitor.retriever.MetricQueryServiceRetriever;
import org.apache.flink.runtime.webmonitor.retriever.impl.RpcGatewayRetriever;
import org.apache.flink.util.concurrent.FixedRetryStrategy;

/**
 * The JobManager of a session cluster as the stock scripts start it, which also tells who takes
 * jobs in it: whoever lives in its JVM needs no upload to hand one over.
 */
@SuppressWarnings("try") // Flink's own way of closing it may be interrupted.
final class SessionEntrypoint extends StandaloneSessionClusterEntrypoint {
  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final CompletableFuture<LeaderRetrievalService> leaders = new CompletableFuture<>();
  private final CompletableFuture<GatewayRetriever<DispatcherGateway>> dispatcher =
      new CompletableFuture<>();

  SessionEntrypoint(Configuration configuration) {
    super(configuration);
  }

  /** Who takes jobs; to be asked for once the cluster was started. */
  GatewayRetriever<DispatcherGateway> dispatcher() {
    return dispatcher.join();
  }

  @Override
  protected DefaultDispatcherResourceManagerComponentFactory
      createDispatcherResourceManagerComponentFactory(Configuration configuration) {
    return new Components();
  }

  @Override
  protected CompletableFuture<Void> stopClusterServices(boolean cleanupHaData) {
    if (leaders.isDone()) {
      try {
        leaders.join().stop();
      } catch (Exception e) {
        LOG.warn("Nobody is told of leaders any more, and that could not be said", e);
      }
    }
    return super.stopClusterServices(cleanupHaData);
  }

  /** Those of a session cluster; looks at what they are made from. */
  private final class Components extends DefaultDispatcherResourceManagerComponentFactory {
    private Components() {
      super(
          DefaultDispatcherRunnerFactory.createSessionRunner(SessionDispatcherFactory.INSTANCE),
          StandaloneResourceManagerFactory.getInstance(),
          SessionRestEndpointFactory.INSTANCE);
    }

    @Override
    public DispatcherResourceManagerComponent create(
        Configuration configuration,
        ResourceID resourceId,
        Executor ioExecutor,
        RpcService rpcService,
        HighAvailabilityServices highAvailabilityServices,
        BlobServer blobServer,
        HeartbeatServices heartbeatServices,
        DelegationTokenManager delegationTokenManager,
        MetricRegistry metricRegistry,
        ArchivedApplicationStore archivedApplicationStore,
        MetricQueryServiceRetriever metricQueryServiceRetriever,
        Collection<FailureEnricher> failureEnrichers,
        FatalErrorHandler fatalErrorHandler)
        throws Exception {
      DispatcherResourceManagerComponent component =
          super.create(
              configuration,
              resourceId,
              ioExecutor,
              rpcService,
              highAvailabilityServices,
              blobServer,
              heartbeatServices,
              delegationTokenManager,
              metricRegistry,
              archivedApplicationStore,
              metricQueryServiceRetriever,
              failureEnrichers,
              fatalErrorHandler);
      RpcGatewayRetriever<DispatcherId, DispatcherGateway> retriever =
          new RpcGatewayRetriever<>(
              rpcService,
              DispatcherGateway.class,
              DispatcherId::fromUuid,
              new FixedRetryStrategy(TRIES, PAUSE));
      LeaderRetrievalService leader = highAvailabilityServices.getDispatcherLeaderRetriever();
      leader.start(retriever);
      leaders.complete(leader);
      dispatcher.complete(retriever);
      return component;
    }
  }
}
