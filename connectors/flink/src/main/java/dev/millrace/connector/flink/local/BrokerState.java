package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

/**
 * What is remembered of the broker between its starts, in {@code broker.json} of its folder.
 *
 * @param clusterId made once; data of another cluster is refused by Kafka itself
 * @param port where clients connect; running jobs know it, so it is kept
 * @param pid of the newest start; 0 before the first
 * @param startedAt epoch milliseconds of the newest start
 */
record BrokerState(String clusterId, int port, int controllerPort, long pid, long startedAt) {
  BrokerState {
    requireNonNull(clusterId, "clusterId");
    if (port < 1 || controllerPort < 1 || port == controllerPort) {
      throw new IllegalArgumentException("ports " + port + " and " + controllerPort);
    }
  }

  BrokerState started(long newPid, long now) {
    return new BrokerState(clusterId, port, controllerPort, newPid, now);
  }

  BrokerState at(int newPort, int newControllerPort) {
    return new BrokerState(clusterId, newPort, newControllerPort, pid, startedAt);
  }

  /** As clients take it. */
  String address() {
    return "127.0.0.1:" + port;
  }
}
