package dev.millrace.connector.flink.connect;

import static java.util.Objects.requireNonNull;

import dev.millrace.connector.flink.connect.TargetSettings.Credentials;
import dev.millrace.connector.flink.local.RunningSidecar;
import dev.millrace.connector.flink.local.SidecarAccess;
import dev.millrace.connector.flink.local.SidecarRole;
import dev.millrace.connector.flink.rest.Address;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.HttpTransport;
import dev.millrace.connector.flink.rest.Json;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.trust.Bindings;
import dev.millrace.engine.trust.Secret;
import dev.millrace.wire.Wire;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** The servers of one target; nothing is contacted before one is used. */
final class Endpoints {
  private static final String START_LOCAL = "Start the local cluster with `millrace local start`";

  private final HttpTransport transport;
  private final Json json;
  private final TargetSettings settings;
  private final SidecarAccess sidecar;
  private final Supplier<Bindings> secrets;

  Endpoints(
      HttpTransport transport,
      Json json,
      TargetSettings settings,
      SidecarAccess sidecar,
      Supplier<Bindings> secrets) {
    this.transport = requireNonNull(transport, "transport");
    this.json = requireNonNull(json, "json");
    this.settings = requireNonNull(settings, "settings");
    this.sidecar = requireNonNull(sidecar, "sidecar");
    this.secrets = requireNonNull(secrets, "secrets");
  }

  /** The sidecar's control port; using it starts the sidecar. */
  Endpoint control() {
    return new Endpoint(
        transport,
        json,
        "sidecar",
        "Run the command again, which starts it anew; its log says why it ended",
        () -> local(sidecar.ensure(SidecarRole.PLANNER, progress -> {}), RunningSidecar::control));
  }

  /** The JobManager, where there is one to reach. */
  Optional<Endpoint> jobManager() {
    return settings.isEmbedded()
        ? Optional.of(localEndpoint("JobManager", RunningSidecar::jobManager))
        : settings.jobManager().map(url -> remoteEndpoint("JobManager", "jobmanager", url));
  }

  /** The SQL Gateway, where there is one to reach. */
  Optional<Endpoint> gateway() {
    return settings.isEmbedded()
        ? Optional.of(localEndpoint("SQL Gateway", RunningSidecar::gateway))
        : settings.gateway().map(url -> remoteEndpoint("SQL Gateway", "gateway", url));
  }

  private Endpoint localEndpoint(String name, Function<RunningSidecar, Optional<URI>> port) {
    return new Endpoint(
        transport,
        json,
        "local " + name,
        START_LOCAL,
        () ->
            sidecar
                .find()
                .filter(running -> port.apply(running).isPresent())
                .map(running -> local(running, found -> port.apply(found).orElseThrow()))
                .orElseThrow(
                    () ->
                        new MillraceException(
                            Problem.error(
                                    ProblemCode.CLUSTER_UNREACHABLE,
                                    "The local cluster does not run")
                                .remedy(START_LOCAL))));
  }

  private Endpoint remoteEndpoint(String name, String key, URI url) {
    return new Endpoint(
        transport,
        json,
        name,
        "Check that it runs, that this machine may reach it and that `"
            + key
            + "` in the target's profile is right",
        () -> new Address(url, headers()));
  }

  private static Address local(RunningSidecar running, Function<RunningSidecar, URI> port) {
    return new Address(
        port.apply(running), Map.of(Wire.TOKEN_HEADER, Secret.of(running.ready().token())));
  }

  private Map<String, Secret> headers() {
    Bindings bindings = secrets.get();
    Map<String, Secret> headers = new LinkedHashMap<>();
    settings
        .headers()
        .forEach((name, value) -> headers.put(name, Secret.of(bindings.resolve(value))));
    settings
        .token()
        .ifPresent(
            token -> headers.put("Authorization", Secret.of("Bearer " + bindings.resolve(token))));
    settings.user().ifPresent(user -> headers.put("Authorization", basic(user, bindings)));
    return headers;
  }

  private static Secret basic(Credentials user, Bindings bindings) {
    String pair = bindings.resolve(user.name()) + ":" + bindings.resolve(user.password());
    return Secret.of(
        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
  }
}
