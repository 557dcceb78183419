package dev.millrace.sidecar.submit;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.SecurityOptions;

/** How Flink's own REST client reaches a JobManager. */
final class Cluster {
  private static final int ATTEMPTS = 1;
  private static final Duration PAUSE = Duration.ofMillis(300);
  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** Of a JobManager that has taken a job all the same it is found again by its id. */
  private static final Duration IDLE = Duration.ofSeconds(10);

  private Cluster() {}

  /**
   * The configuration for another cluster; it holds nothing of the sidecar's.
   *
   * @throws IllegalArgumentException for anything but an absolute http or https URL
   */
  static Configuration remote(String url) {
    URI base = URI.create(url);
    String scheme = String.valueOf(base.getScheme()).toLowerCase(Locale.ROOT);
    String host = base.getHost();
    boolean secure = scheme.equals("https");
    if (host == null || !(secure || scheme.equals("http"))) {
      throw new IllegalArgumentException("Not the http or https URL of a JobManager: " + url);
    }
    Configuration configuration = new Configuration();
    configuration.set(RestOptions.ADDRESS, host);
    configuration.set(RestOptions.PORT, base.getPort() > 0 ? base.getPort() : secure ? 443 : 80);
    configuration.set(SecurityOptions.SSL_REST_ENABLED, secure);
    String path = base.getPath() == null ? "" : base.getPath().replaceAll("/+$", "");
    if (!path.isEmpty()) {
      configuration.set(RestOptions.PATH, path);
    }
    return impatient(configuration);
  }

  /** By default Flink's client tries for a minute; someone is waiting here. */
  private static Configuration impatient(Configuration configuration) {
    configuration.set(RestOptions.RETRY_MAX_ATTEMPTS, ATTEMPTS);
    configuration.set(RestOptions.RETRY_DELAY, PAUSE);
    configuration.set(RestOptions.CONNECTION_TIMEOUT, CONNECT);
    configuration.set(RestOptions.IDLENESS_TIMEOUT, IDLE);
    return configuration;
  }
}
