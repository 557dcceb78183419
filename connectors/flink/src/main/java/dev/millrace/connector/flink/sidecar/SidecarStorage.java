package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.trust.Bindings;
import dev.millrace.wire.Done;
import dev.millrace.wire.StateStorageRequest;
import dev.millrace.wire.Wire;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Tells the sidecar how the storage of a target is reached. It forgets that when it ends, and one
 * that was started anew cannot be told from the one before: so it is told before each call that may
 * need it, which costs it nothing when it knows.
 */
public final class SidecarStorage {
  private static final Duration TIMEOUT = Duration.ofMinutes(1);

  private final SidecarClient client;
  private final Map<String, String> options;
  private final Supplier<Bindings> secrets;
  private final Optional<URI> jobManager;

  /**
   * @param options Flink options of file systems; values hold placeholders
   * @param jobManager whose machines may read what this one cannot
   */
  public SidecarStorage(
      SidecarClient client,
      Map<String, String> options,
      Supplier<Bindings> secrets,
      Optional<URI> jobManager) {
    this.client = requireNonNull(client, "client");
    this.options = Map.copyOf(options);
    this.secrets = requireNonNull(secrets, "secrets");
    this.jobManager = requireNonNull(jobManager, "jobManager");
  }

  /**
   * Tells it before a path is used there.
   *
   * @throws dev.millrace.engine.problem.MillraceException SECRET_MISSING, CLUSTER_UNREACHABLE
   */
  public void prepareFor(String path) {
    if (!isOfThisMachine(path) || jobManager.isPresent()) {
      Done unused =
          client.call(
              Wire.STATE_STORAGE,
              new StateStorageRequest(
                  options,
                  WireMapping.bindings(secrets.get(), options.values()),
                  jobManager.map(URI::toString).orElse(null)),
              Done.class,
              TIMEOUT);
    }
  }

  private static boolean isOfThisMachine(String path) {
    return path.startsWith("/") || path.startsWith("file:");
  }
}
