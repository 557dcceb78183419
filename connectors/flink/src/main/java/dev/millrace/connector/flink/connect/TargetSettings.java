package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a target's profile says about the place its jobs run.
 *
 * @param jobManager base URL of a remote JobManager
 * @param gateway base URL of a remote SQL Gateway
 * @param headers sent with every request to either; values hold placeholders
 * @param user name and password for HTTP's basic scheme; values hold placeholders
 * @param token for HTTP's bearer scheme; may hold placeholders
 * @param checkpointStorage where jobs keep checkpoints, as the cluster names it
 * @param savepointFolder where savepoints go, as the cluster names it
 * @param fileSystems Flink options by which this machine reaches the same storage; values hold
 *     placeholders
 * @param submit how jobs are to be submitted, when it is not left to us
 */
record TargetSettings(
    Optional<URI> jobManager,
    Optional<URI> gateway,
    Map<String, String> headers,
    Optional<Credentials> user,
    Optional<String> token,
    Optional<String> checkpointStorage,
    Optional<String> savepointFolder,
    Map<String, String> fileSystems,
    Optional<SubmitChoice> submit) {
  TargetSettings {
    requireNonNull(jobManager, "jobManager");
    requireNonNull(gateway, "gateway");
    headers = Map.copyOf(new LinkedHashMap<>(headers));
    requireNonNull(user, "user");
    requireNonNull(token, "token");
    requireNonNull(checkpointStorage, "checkpointStorage");
    requireNonNull(savepointFolder, "savepointFolder");
    fileSystems = Map.copyOf(new LinkedHashMap<>(fileSystems));
    requireNonNull(submit, "submit");
  }

  /** Whether jobs run in our own cluster on this machine. */
  boolean isEmbedded() {
    return jobManager.isEmpty() && gateway.isEmpty();
  }

  /** Whether requests carry something that only we know how to send. */
  boolean hasCredentials() {
    return !headers.isEmpty() || user.isPresent() || token.isPresent();
  }

  /**
   * Without the values of headers, file systems and credentials, which may be written out in a
   * profile.
   */
  @Override
  public String toString() {
    return "TargetSettings[jobManager=" + jobManager + ", gateway=" + gateway + "]";
  }

  /** For HTTP's basic scheme. */
  record Credentials(String name, String password) {
    Credentials {
      requireNonNull(name, "name");
      requireNonNull(password, "password");
    }

    /** Without the password. */
    @Override
    public String toString() {
      return "Credentials[" + name + "]";
    }
  }

  /** The profile's {@code submit}. */
  enum SubmitChoice {
    COMPILED_PLAN,
    PLAIN_INSERT
  }
}
