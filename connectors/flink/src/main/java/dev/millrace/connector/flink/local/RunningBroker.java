package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A broker that answered a moment ago.
 *
 * @param address for {@code bootstrap.servers}; the same after every restart, unless another
 *     program has taken the port
 */
public record RunningBroker(long pid, Instant since, String address) {
  public RunningBroker {
    requireNonNull(since, "since");
    requireNonNull(address, "address");
  }
}
