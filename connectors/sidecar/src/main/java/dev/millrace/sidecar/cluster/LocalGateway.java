package dev.millrace.sidecar.cluster;

import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.table.gateway.api.config.SqlGatewayServiceConfigOptions;
import org.apache.flink.table.gateway.rest.SqlGatewayRestEndpoint;
import org.apache.flink.table.gateway.rest.SqlGatewayRestEndpointFactory;
import org.apache.flink.table.gateway.service.SqlGatewayServiceImpl;
import org.apache.flink.table.gateway.service.context.DefaultContext;
import org.apache.flink.table.gateway.service.session.SessionManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running SQL Gateway that submits to the local cluster. */
public final class LocalGateway implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LocalGateway.class);

  private final SessionManager sessions;
  private final SqlGatewayRestEndpoint endpoint;

  private LocalGateway(SessionManager sessions, SqlGatewayRestEndpoint endpoint) {
    this.sessions = sessions;
    this.endpoint = endpoint;
  }

  /**
   * Starts it; returns when it answers.
   *
   * @param cluster the local cluster's configuration with its real ports
   * @throws Exception whatever Flink throws at start
   */
  public static LocalGateway start(Configuration cluster) throws Exception {
    Configuration configuration = new Configuration(cluster);
    configuration.set(DeploymentOptions.TARGET, "remote");
    configuration.removeConfig(RestOptions.BIND_PORT);
    // Every session shows its configuration; where metrics go is no concern of statements.
    configuration.keySet().stream()
        .filter(key -> key.startsWith("metrics."))
        .toList()
        .forEach(configuration::removeKey);
    // A cancelled SELECT leaves its unread rows with the JobManager: keep them few. Measured to be
    // the fastest size, too.
    configuration.setString("collect-sink.batch-size.max", MemorySize.parse("256kb").toString());
    configuration.set(SqlGatewayServiceConfigOptions.SQL_GATEWAY_WORKER_THREADS_MAX, 64);

    SessionManager sessions = SessionManager.create(new DefaultContext(configuration, List.of()));
    sessions.start();
    Map<String, String> address =
        Map.of(
            "address",
            ClusterConfiguration.LOOPBACK,
            "bind-address",
            ClusterConfiguration.LOOPBACK,
            "port",
            "0",
            "bind-port",
            "0");
    SqlGatewayRestEndpoint endpoint =
        new SqlGatewayRestEndpoint(
            SqlGatewayRestEndpointFactory.rebuildRestEndpointOptions(
                new java.util.HashMap<>(address), configuration.toMap()),
            new SqlGatewayServiceImpl(sessions));
    endpoint.start();
    return new LocalGateway(sessions, endpoint);
  }

  /** The port it was given. */
  public int port() {
    java.net.InetSocketAddress address = endpoint.getServerAddress();
    if (address == null) {
      throw new IllegalStateException("the gateway has no address before it is started");
    }
    return address.getPort();
  }

  @Override
  public void close() {
    try {
      endpoint.stop();
    } catch (Exception e) {
      LOG.warn("the SQL Gateway did not end in order: {}", e.toString());
    }
    sessions.stop();
  }
}
