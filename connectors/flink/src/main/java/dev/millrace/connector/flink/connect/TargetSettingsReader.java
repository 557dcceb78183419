package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.connect.TargetSettings.Credentials;
import dev.millrace.connector.flink.connect.TargetSettings.SubmitChoice;
import dev.millrace.engine.connect.TargetSpec;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads {@link TargetSettings} from a profile and reports all its faults together. */
final class TargetSettingsReader {
  private final TargetSpec target;
  private final List<Problem> faults = new ArrayList<>();

  private TargetSettingsReader(TargetSpec target) {
    this.target = requireNonNull(target, "target");
  }

  /**
   * @throws MillraceException PROFILE_INVALID with every fault
   */
  static TargetSettings read(TargetSpec target) {
    return new TargetSettingsReader(target).read();
  }

  private TargetSettings read() {
    Optional<URI> jobManager = url("jobmanager");
    Optional<URI> gateway = url("gateway").or(this::hostAndPort);
    TargetSettings settings =
        new TargetSettings(
            jobManager,
            gateway,
            headers(),
            credentials(),
            text("token"),
            location("checkpoint_storage"),
            location("savepoint_dir"),
            fileSystems(),
            submit());
    check(settings);
    if (!faults.isEmpty()) {
      throw new MillraceException(faults, null);
    }
    return settings;
  }

  private void check(TargetSettings settings) {
    boolean urlGiven =
        target.settings().containsKey("jobmanager")
            || target.settings().containsKey("gateway")
            || target.settings().containsKey("host");
    if (settings.hasCredentials() && !urlGiven) {
      fault(
          "has credentials but no `jobmanager` or `gateway` to send them to",
          "Add the URL, or remove the credentials to use the local cluster");
    }
    if (settings.token().isPresent() && settings.user().isPresent()) {
      fault("has both a `token` and a `username`", "Keep the one that the cluster asks for");
    }
    if (settings.submit().isEmpty() || !urlGiven) {
      return;
    }
    switch (settings.submit().get()) {
      case PLAIN_INSERT -> {
        if (settings.gateway().isEmpty()) {
          fault("wants `submit: plain_insert` but has no `gateway`", "Add the SQL Gateway's URL");
        }
      }
      case COMPILED_PLAN -> {
        if (settings.jobManager().isEmpty()) {
          fault(
              "wants `submit: compiled_plan` but has no `jobmanager`", "Add the JobManager's URL");
        }
        if (settings.hasCredentials()) {
          fault(
              "wants `submit: compiled_plan` and has credentials, which Flink's own client cannot"
                  + " send",
              "Use `submit: plain_insert` with a `gateway`");
        }
      }
    }
  }

  private Optional<URI> url(String key) {
    return text(key)
        .flatMap(
            value -> {
              try {
                URI uri = new URI(value.strip().replaceAll("/+$", ""));
                String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
                if (!scheme.matches("https?") || uri.getHost() == null) {
                  fault(key, "is not a URL", "Write it as http://host:port or https://host:port");
                } else if (uri.getUserInfo() != null) {
                  // The value itself may be a password, so it is not repeated.
                  fault(key, "holds a password", "Use `username` and `password`");
                } else if (uri.getQuery() != null || uri.getFragment() != null) {
                  fault(key, "has a query", "Write the address alone");
                } else {
                  return Optional.of(uri);
                }
              } catch (URISyntaxException e) {
                fault(key, "is not a URL", "Write it as http://host:port or https://host:port");
              }
              return Optional.empty();
            });
  }

  /** What dbt-flink-adapter's profiles have. */
  private Optional<URI> hostAndPort() {
    Optional<String> host = text("host");
    if (host.isEmpty() || target.settings().containsKey("gateway")) {
      return Optional.empty();
    }
    String port = text("port").orElse("8083");
    if (!host.get().matches("[A-Za-z0-9._-]+") || !port.matches("\\d{1,5}")) {
      fault("has a `host` and `port` that make no address", "Write `gateway: http://host:port`");
      return Optional.empty();
    }
    return Optional.of(URI.create("http://" + host.get() + ":" + port));
  }

  private Optional<String> location(String key) {
    Optional<String> value = text(key);
    if (value.isPresent() && !value.get().matches("[a-zA-Z][a-zA-Z0-9+.-]*:/.+")) {
      fault(
          key,
          "is not a URI that the cluster can use",
          "Write it with its scheme, such as s3://bucket/folder or file:///shared/folder");
      return Optional.empty();
    }
    return value;
  }

  private Optional<Credentials> credentials() {
    Optional<String> name = text("username");
    Optional<String> password = text("password");
    if (name.isPresent() != password.isPresent()) {
      fault("has only one of `username` and `password`", "Give both or none");
    }
    return name.flatMap(given -> password.map(secret -> new Credentials(given, secret)));
  }

  /** Under the names that Flink gives them, as they stand in the configuration of a cluster. */
  private Map<String, String> fileSystems() {
    if (target.settings().containsKey("s3")) {
      fault("s3", "is no setting", "Write Flink's own names, such as `s3.endpoint: https://...`");
    }
    Map<String, String> options = new LinkedHashMap<>();
    for (String key : target.settings().keySet()) {
      if (key.startsWith("s3.") || key.startsWith("fs.s3.")) {
        text(key).ifPresent(value -> options.put(key, value.strip()));
      }
    }
    if (isGiven(options, "s3.access-key", "s3.access.key")
        != isGiven(options, "s3.secret-key", "s3.secret.key")) {
      fault("has only one of `s3.access-key` and `s3.secret-key`", "Give both or none");
    }
    return options;
  }

  private static boolean isGiven(Map<String, String> options, String name, String formerName) {
    return options.containsKey(name) || options.containsKey(formerName);
  }

  private Optional<SubmitChoice> submit() {
    return text("submit")
        .flatMap(
            value ->
                switch (value) {
                  case "compiled_plan" -> Optional.of(SubmitChoice.COMPILED_PLAN);
                  case "plain_insert" -> Optional.of(SubmitChoice.PLAIN_INSERT);
                  default -> {
                    fault(
                        "submit",
                        "is neither compiled_plan nor plain_insert",
                        "Use one of them, or remove it to let Millrace choose");
                    yield Optional.empty();
                  }
                });
  }

  private Map<String, String> headers() {
    Object value = target.settings().get("headers");
    Map<String, String> headers = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> map) {
      map.forEach(
          (name, content) -> {
            if (String.valueOf(name).matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+") && content != null) {
              headers.put(String.valueOf(name), String.valueOf(content));
            } else {
              fault("headers", "has an entry that is no header", "Write `Name: value` pairs");
            }
          });
    } else if (value != null) {
      fault("headers", "is not a mapping", "Write `Name: value` pairs below it");
    }
    return headers;
  }

  private Optional<String> text(String key) {
    Object value = target.settings().get(key);
    if (value == null || value.toString().isBlank()) {
      return Optional.empty();
    }
    if (value instanceof Map<?, ?> || value instanceof List<?>) {
      fault(key, "is not a single value", "Write one value");
      return Optional.empty();
    }
    return Optional.of(value.toString());
  }

  private void fault(String key, String what, String remedy) {
    fault("has a `" + key + "` that " + what, remedy);
  }

  private void fault(String what, String remedy) {
    faults.add(
        Problem.error(ProblemCode.PROFILE_INVALID, "The target `" + target.target() + "` " + what)
            .remedy(remedy));
  }
}
