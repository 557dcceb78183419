package dev.millrace.connector.flink.local;

import static java.util.Objects.requireNonNull;

import dev.millrace.wire.ReadyFile;
import java.net.URI;
import java.util.Optional;

/**
 * A sidecar that answered a moment ago.
 *
 * <p>Every request to any of its addresses carries {@code ready().token()} in {@link
 * dev.millrace.wire.Wire#TOKEN_HEADER} and no {@code Origin}; the host is {@code 127.0.0.1}, as in
 * the addresses given here.
 */
public record RunningSidecar(ReadyFile ready) {
  public RunningSidecar {
    requireNonNull(ready, "ready");
  }

  /** Base URL of the calls named in {@link dev.millrace.wire.Wire}, without trailing slash. */
  public URI control() {
    return loopback(ready.controlPort());
  }

  /** Base URL of the JobManager; empty in role {@code planner}. */
  public Optional<URI> jobManager() {
    return ready.jobManagerPort() == 0
        ? Optional.empty()
        : Optional.of(loopback(ready.jobManagerPort()));
  }

  /** Base URL of the SQL Gateway; empty in role {@code planner}. */
  public Optional<URI> gateway() {
    return ready.gatewayPort() == 0 ? Optional.empty() : Optional.of(loopback(ready.gatewayPort()));
  }

  private static URI loopback(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "RunningSidecar[" + ready.role() + ", pid " + ready.pid() + ", " + control() + "]";
  }
}
