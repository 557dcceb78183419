package dev.millrace.sidecar.state;

import static java.util.Objects.requireNonNull;

import dev.millrace.sidecar.bindings.BoundValues;
import dev.millrace.sidecar.control.CallFailedException;
import dev.millrace.sidecar.control.FailureKind;
import dev.millrace.wire.StateStorageRequest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.fs.FileSystem;

/**
 * The ways by which this process reaches storage. Flink keeps them for a process as a whole: jobs
 * of the local cluster write their checkpoints by the same. Several threads may call it.
 */
final class Storage {
  private static final Set<String> S3 = Set.of("s3", "s3a");
  private static final String ENDPOINT = "s3.endpoint";
  private static final String REGION = "s3.region";

  /** Flink's client would try for minutes; someone is waiting here. */
  private static final Map<String, String> IMPATIENT =
      Map.of(
          "s3.connection.timeout", "5 s",
          "s3.socket.timeout", "20 s",
          "s3.retry.max-num-retries", "2");

  private final Configuration sidecar;
  private Map<String, String> options = Map.of();
  private BoundValues values = new BoundValues(Map.of());
  private Optional<OnCluster> cluster = Optional.empty();

  /**
   * @param sidecar the sidecar's configuration, which the options are added to
   */
  Storage(Configuration sidecar) {
    this.sidecar = requireNonNull(sidecar, "sidecar");
  }

  /**
   * Takes over what a target's profile says.
   *
   * @throws CallFailedException INVALID_REQUEST when a placeholder has no value
   */
  synchronized void use(StateStorageRequest request) throws CallFailedException {
    BoundValues bound = new BoundValues(request.bindings());
    bound.requireAllIn(request.options().values());
    Map<String, String> wanted = bound.resolve(request.options());
    values = bound;
    cluster = Optional.ofNullable(request.jobManager()).map(OnCluster::new);
    if (wanted.equals(options)) {
      return;
    }
    Map<String, String> all = new LinkedHashMap<>(IMPATIENT);
    if (wanted.containsKey(ENDPOINT)) {
      // Amazon's alone means something; to look for it would take a network that may not be there.
      all.put(REGION, "us-east-1");
    }
    all.putAll(wanted);
    Configuration configuration = new Configuration(sidecar);
    all.forEach(configuration::setString);
    // Running jobs keep the file systems they have.
    FileSystem.initialize(configuration, null);
    options = wanted;
  }

  /**
   * Sees that a path is not asked for where nobody has said how: S3's client would look for
   * credentials of this machine's own.
   *
   * @throws CallFailedException STATE_OUT_OF_REACH
   */
  synchronized void requireWayTo(String path) throws CallFailedException {
    String scheme = path.substring(0, Math.max(0, path.indexOf(':')));
    if (S3.contains(scheme) && !hasCredentials()) {
      throw new CallFailedException(
          FailureKind.STATE_OUT_OF_REACH,
          path
              + " cannot be read from here without credentials: set `s3.access-key` and"
              + " `s3.secret-key` in the target's profile, and `s3.endpoint` where the bucket is"
              + " not Amazon's");
    }
  }

  /** Whose machines may read what this one cannot. */
  synchronized Optional<OnCluster> cluster() {
    return cluster;
  }

  private boolean hasCredentials() {
    return (has("s3.access-key", "s3.access.key") && has("s3.secret-key", "s3.secret.key"))
        || has("fs.s3.aws.credentials.provider")
        || has("s3.assume-role.arn");
  }

  private boolean has(String... names) {
    for (String name : names) {
      if (!options.getOrDefault(name, "").isBlank()) {
        return true;
      }
    }
    return false;
  }

  /** The failure without a secret's value in it. */
  synchronized CallFailedException redacted(CallFailedException failure) {
    String message = String.valueOf(failure.getMessage());
    String redacted = values.redact(message);
    return redacted.equals(message) ? failure : new CallFailedException(failure.kind(), redacted);
  }
}
