package dev.millrace.sidecar.control;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.dispatcher.DispatcherGateway;
import org.apache.flink.runtime.webmonitor.retriever.GatewayRetriever;

/**
 * What a feature may know of the sidecar it lives in.
 *
 * @param flinkConfiguration what the sidecar's own cluster runs with, its real addresses and ports
 *     included: a {@code RestClusterClient} made from a copy of it reaches the own JobManager, the
 *     token being added on the way. For another cluster start from an empty configuration, so that
 *     nothing of ours goes there. Each call of {@link #flinkConfiguration()} gives a copy.
 * @param workFolder wiped when a sidecar starts; for what may be lost
 * @param jobManager base URL of the own JobManager; empty in role {@code planner}
 * @param dispatcher who takes jobs in the own JobManager, which lives in this JVM; empty in role
 *     {@code planner}
 * @param token to be sent in {@link dev.millrace.wire.Wire#TOKEN_HEADER} by calls to {@code
 *     jobManager} that do not go through Flink's own client
 */
public record SidecarContext(
    Role role,
    Configuration flinkConfiguration,
    Path workFolder,
    Optional<URI> jobManager,
    Optional<GatewayRetriever<DispatcherGateway>> dispatcher,
    String token) {
  public SidecarContext {
    requireNonNull(role, "role");
    flinkConfiguration = new Configuration(flinkConfiguration);
    requireNonNull(workFolder, "workFolder");
    requireNonNull(jobManager, "jobManager");
    requireNonNull(dispatcher, "dispatcher");
    requireNonNull(token, "token");
  }

  @Override
  public Configuration flinkConfiguration() {
    return new Configuration(flinkConfiguration);
  }

  /** Without the token, and without the configuration's values. */
  @Override
  public String toString() {
    return "SidecarContext[" + role + ", " + workFolder + ", " + jobManager + "]";
  }
}
