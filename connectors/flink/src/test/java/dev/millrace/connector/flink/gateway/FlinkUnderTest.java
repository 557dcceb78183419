package dev.millrace.connector.flink.gateway;

import dev.millrace.connector.flink.rest.Address;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.connector.flink.rest.Json;
import java.net.URI;
import java.util.Map;

/**
 * A Flink that a contract is run on.
 *
 * @param folder URI of a folder that the cluster can write
 */
public record FlinkUnderTest(String gatewayUrl, String jobManagerUrl, String folder) {
  public Endpoint gateway(HttpTransport transport) {
    return endpoint(transport, gatewayUrl, "SQL Gateway");
  }

  public Endpoint jobManager(HttpTransport transport) {
    return endpoint(transport, jobManagerUrl, "JobManager");
  }

  private static Endpoint endpoint(HttpTransport transport, String url, String name) {
    return new Endpoint(
        transport,
        new Json(),
        name,
        "Look at the test",
        () -> new Address(URI.create(url), Map.of()));
  }
}
