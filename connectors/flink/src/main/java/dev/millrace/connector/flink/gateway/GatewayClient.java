package dev.millrace.connector.flink.gateway;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.Reply;
import dev.millrace.connector.flink.rest.Request;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The calls of the SQL Gateway's REST interface, versions 1 to 4. Thread-safe, keeps no session.
 *
 * <p>All methods throw {@link SessionLostException} when the gateway does not know the session or
 * operation, {@link StatementException} when the statement failed, and MillraceException
 * CLUSTER_UNREACHABLE or CLUSTER_REFUSED for everything else.
 */
public final class GatewayClient {
  private static final int NEWEST = 4;
  private static final int FIRST_WITH_CONFIGURE = 2;
  private static final int NOT_FOUND = 404;
  private static final Duration STATEMENT_TIMEOUT = Duration.ofMinutes(2);
  private static final Pattern LOST =
      Pattern.compile(
          "Session '[0-9a-f-]{36}' does not exist|Can not find the submitted operation");

  private final Endpoint endpoint;
  private final AtomicReference<@Nullable Integer> version = new AtomicReference<>();

  public GatewayClient(Endpoint endpoint) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
  }

  /** Flink's version, such as {@code 2.3.0}. */
  public String flinkVersion() {
    Request request = Request.get(prefix() + "/info");
    JsonNode info = endpoint.sendForJson(request);
    if (!info.path("version").isTextual()) {
      throw endpoint.notFlink(request, null);
    }
    return info.path("version").asText();
  }

  String openSession(String name, Map<String, String> properties) {
    ObjectNode body = endpoint.json().object().put("sessionName", name);
    body.set("properties", endpoint.json().object(properties));
    // Repeated after a lost answer it leaves a session nobody uses, which expires.
    Request request = Request.post(prefix() + "/sessions", body.toString()).repeatable();
    JsonNode answer = call(request, "");
    if (!answer.path("sessionHandle").isTextual()) {
      throw endpoint.notFlink(request, null);
    }
    return answer.path("sessionHandle").asText();
  }

  void closeSession(String session) {
    call(Request.delete(prefix() + "/sessions/" + session), "");
  }

  void heartbeat(String session) {
    call(Request.post(prefix() + "/sessions/" + session + "/heartbeat", "{}").repeatable(), "");
  }

  /** Whether {@link #configure} can be called. */
  boolean canConfigure() {
    return version() >= FIRST_WITH_CONFIGURE;
  }

  /** Runs a statement that sets up the session, to its end. */
  void configure(String session, String statement) {
    String body = endpoint.json().object().put("statement", statement).toString();
    String path = prefix() + "/sessions/" + session + "/configure-session";
    call(Request.post(path, body).within(STATEMENT_TIMEOUT), statement);
  }

  /** Hands a statement over; never to a session that still runs another. */
  Operation execute(String session, String statement, Map<String, String> settings) {
    ObjectNode body = endpoint.json().object().put("statement", statement);
    body.set("executionConfig", endpoint.json().object(settings));
    String path = prefix() + "/sessions/" + session + "/statements";
    Request request = Request.post(path, body.toString()).within(STATEMENT_TIMEOUT);
    JsonNode answer = call(request, statement);
    if (!answer.path("operationHandle").isTextual()) {
      throw endpoint.notFlink(request, null);
    }
    return new Operation(session, answer.path("operationHandle").asText());
  }

  OperationStatus status(Operation operation) {
    Request request = Request.get(prefix() + operation.path() + "/status");
    JsonNode answer = call(request, "");
    try {
      return OperationStatus.valueOf(answer.path("status").asText());
    } catch (IllegalArgumentException e) {
      throw endpoint.notFlink(request, e);
    }
  }

  /** A page; the same token may be asked for again until the next one is. */
  ResultPage fetch(Operation operation, long token) {
    String query = version() == 1 ? "" : "?rowFormat=JSON";
    Request request = Request.get(prefix() + operation.path() + "/result/" + token + query);
    JsonNode page = call(request, "");
    try {
      return ResultPage.read(page);
    } catch (IllegalArgumentException e) {
      throw endpoint.notFlink(request, e);
    }
  }

  void cancel(Operation operation) {
    call(Request.post(prefix() + operation.path() + "/cancel", "{}"), "");
  }

  /** Also ends the job of a SELECT. */
  void close(Operation operation) {
    call(Request.delete(prefix() + operation.path() + "/close"), "");
  }

  private JsonNode call(Request request, String statement) {
    Reply reply = endpoint.send(request);
    if (reply.isSuccess()) {
      return endpoint.parse(request, reply);
    }
    if (LOST.matcher(reply.body()).find()) {
      throw new SessionLostException("the session");
    }
    if (reply.status() == 500) {
      CauseChain causes = CauseChain.ofBody(endpoint.json(), reply.body());
      throw new StatementException(
          causes.mentions("Could not map response to JSON")
              ? CauseChain.of(
                  "The gateway cannot send a value of this query as JSON; cast MAPs whose keys are"
                      + " no strings and values of special types to STRING")
              : causes);
    }
    if (reply.status() == 400 && !statement.isEmpty()) {
      throw new StatementException(CauseChain.ofBody(endpoint.json(), reply.body()));
    }
    throw endpoint.refused(request, reply);
  }

  private String prefix() {
    return "/v" + version();
  }

  private int version() {
    Integer known = version.get();
    if (known == null) {
      known = negotiate();
      version.set(known);
    }
    return known;
  }

  /** The newest version both ends speak. */
  private int negotiate() {
    Request request = Request.get("/api_versions");
    Reply reply = endpoint.send(request);
    if (reply.status() == NOT_FOUND) {
      return 1;
    }
    if (!reply.isSuccess()) {
      throw endpoint.refused(request, reply);
    }
    Set<Integer> spoken = new TreeSet<>();
    for (JsonNode name : endpoint.parse(request, reply).path("versions")) {
      if (name.asText().matches("V[1-9]")) {
        spoken.add(Integer.valueOf(name.asText().substring(1)));
      }
    }
    return spoken.stream()
        .filter(number -> number <= NEWEST)
        .max(Integer::compare)
        .orElseThrow(() -> endpoint.notFlink(request, null));
  }
}
