package dev.millrace.connector.flink.sidecar;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.millrace.connector.flink.rest.Endpoint;
import dev.millrace.connector.flink.rest.Reply;
import dev.millrace.connector.flink.rest.Request;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.wire.ErrorResponse;
import dev.millrace.wire.Wire;
import java.time.Duration;

/** One call of the sidecar: a record out, a record back. Thread-safe. */
public final class SidecarClient {
  private final Endpoint endpoint;

  public SidecarClient(Endpoint endpoint) {
    this.endpoint = requireNonNull(endpoint, "endpoint");
  }

  /**
   * Sends a request that changes nothing when it is sent again: every call of the sidecar is one.
   *
   * @param path one of {@link Wire}
   * @throws MillraceException what the sidecar says is wrong, or CLUSTER_UNREACHABLE
   */
  <T> T call(String path, Object body, Class<T> answer, Duration timeout) {
    Request request = Request.post(path, endpoint.json().write(body)).within(timeout).repeatable();
    Reply reply = whole(endpoint.send(request));
    try {
      if (reply.isSuccess()) {
        return endpoint.json().read(reply.body(), answer);
      }
      throw problem(endpoint.json().read(reply.body(), ErrorResponse.class));
    } catch (JsonProcessingException e) {
      throw reply.isSuccess() ? endpoint.notFlink(request, e) : endpoint.refused(request, reply);
    }
  }

  /** The answer behind what the sidecar wrote while it worked, see {@link Wire#NOT_YET}. */
  private static Reply whole(Reply reply) {
    String body = reply.body();
    int begin = 0;
    while (begin < body.length() && body.charAt(begin) == Wire.NOT_YET) {
      begin++;
    }
    int end = body.indexOf(Wire.NOT_YET, begin);
    return begin == 0 || end < 0
        ? reply
        : new Reply(Integer.parseInt(body, begin, end, 10), body.substring(end + 1));
  }

  private static MillraceException problem(ErrorResponse error) {
    ProblemCode code =
        switch (error.kind()) {
          case "sql_invalid" -> ProblemCode.SQL_INVALID;
          case "statement_failed", "timeout" -> ProblemCode.STATEMENT_FAILED;
          case "restore_failed" -> ProblemCode.RESTORE_FAILED;
          case "cluster_unreachable" -> ProblemCode.CLUSTER_UNREACHABLE;
          case "cluster_refused" -> ProblemCode.CLUSTER_REFUSED;
          case "topic_failed" -> ProblemCode.TOPIC_FAILED;
          case "state_unreadable" -> ProblemCode.STATE_UNREADABLE;
          default -> ProblemCode.INTERNAL;
        };
    return new MillraceException(Problem.error(code, error.message()));
  }
}
