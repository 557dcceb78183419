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
 * @param forCaller whether nobody but the caller wants the answer: when the caller is gone, the
 *     handler's thread is interrupted
 */
public record Endpoint<Q, R>(
    String path, Class<Q> request, Handler<Q, R> handler, boolean forCaller) {
  public Endpoint {
    requireNonNull(path, "path");
    requireNonNull(request, "request");
    requireNonNull(handler, "handler");
    if (!path.startsWith("/")) {
      throw new IllegalArgumentException("not an absolute path: " + path);
    }
  }

  /** One whose work is done to its end, whether or not the caller still waits. */
  public Endpoint(String path, Class<Q> request, Handler<Q, R> handler) {
    this(path, request, handler, false);
  }

  /** One whose work ends with the caller. */
  public static <Q, R> Endpoint<Q, R> forCaller(
      String path, Class<Q> request, Handler<Q, R> handler) {
    return new Endpoint<>(path, request, handler, true);
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
