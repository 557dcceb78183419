package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.jobmanager.RetainedCheckpoints;
import dev.millrace.connector.flink.local.EmbeddedCluster;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import java.util.Map;

/**
 * What the embedded default has and a remote target has not.
 *
 * @param retained its checkpoints and savepoints on this machine's disk
 */
record LocalTarget(EmbeddedCluster cluster, RetainedCheckpoints retained) {
  /** Name of the broker's address among its endpoints. */
  private static final String BROKER_ENDPOINT = "kafka";

  LocalTarget {
    requireNonNull(cluster, "cluster");
    requireNonNull(retained, "retained");
  }

  /** Where the broker is, while it runs. */
  Bindings bindings() {
    return cluster
        .runningBroker()
        .map(broker -> broker.endpoints().get(BROKER_ENDPOINT))
        .map(
            address ->
                new Bindings(Map.of("local:" + LocalTables.BOOTSTRAP_SERVERS, Secret.of(address))))
        .orElse(Bindings.NONE);
  }
}
