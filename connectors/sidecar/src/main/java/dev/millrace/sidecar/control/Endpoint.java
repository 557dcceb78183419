package dev.millrace.sidecar.control;

import static java.util.Objects.requireNonNull;

/**
 * One path of the control port: a POST whose body is a {@code Q} as JSON, answered with an {@code
 * R} as JSON.
 *
 * @param path absolute, one of the names in {@link dev.millrace.wire.Wire}
 * @param request what the body is bound to; unknown fields are ignored, and a list or map that is
 *     absent or null is refused before the handler is called
 * @param handler called on a thread of the control port's pool, several at a time
 */
public record Endpoint<Q, R>(String path, Class<Q> request, Handler<Q, R> handler) {
  public Endpoint {
    requireNonNull(path, "path");
    requireNonNull(request, "request");
    requireNonNull(handler, "handler");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
  }

  /** The work behind a path. */
  @FunctionalInterface
  public interface Handler<Q, R> {
    /**
     * Answers one request.
     *
     * @throws CallFailedException what the caller is to be told, and with which kind; any other
     *     exception is answered as {@code internal} with its chain of messages
     */
    R handle(Q request) throws Exception;
  }
}
