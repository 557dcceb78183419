package dev.millrace.connector.flink.rest;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * One call of an endpoint.
 *
 * @param path with a leading slash and, where there is one, its query; already encoded
 * @param body JSON
 * @param timeout of one attempt, answer included
 * @param attempts how often it may be sent; more than 1 only where sending it again changes nothing
 */
public record Request(
    Method method, String path, Optional<String> body, Duration timeout, int attempts) {
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(30);
  private static final int USUAL_ATTEMPTS = 3;

  public Request {
    requireNonNull(method, "method");
    requireNonNull(path, "path");
    requireNonNull(body, "body");
    requireNonNull(timeout, "timeout");
    if (!path.startsWith("/") || attempts < 1) {
      throw new IllegalArgumentException("not a request: " + path);
    }
  }

  /** HTTP's methods, as far as Flink has a use for them. */
  public enum Method {
    GET,
    POST,
    PATCH,
    DELETE
  }

  public static Request get(String path) {
    return new Request(Method.GET, path, Optional.empty(), USUAL_TIMEOUT, USUAL_ATTEMPTS);
  }

  /** Sent once. */
  public static Request post(String path, String body) {
    return new Request(Method.POST, path, Optional.of(body), USUAL_TIMEOUT, 1);
  }

  public static Request patch(String path) {
    return new Request(Method.PATCH, path, Optional.empty(), USUAL_TIMEOUT, USUAL_ATTEMPTS);
  }

  public static Request delete(String path) {
    return new Request(Method.DELETE, path, Optional.empty(), USUAL_TIMEOUT, USUAL_ATTEMPTS);
  }

  /** The same, to be sent again when no answer came: only for what may be repeated. */
  public Request repeatable() {
    return new Request(method, path, body, timeout, USUAL_ATTEMPTS);
  }

  public Request within(Duration limit) {
    return new Request(method, path, body, limit, attempts);
  }

  /** Without the body, which may hold resolved secrets. */
  @Override
  public String toString() {
    return method + " " + path;
  }
}
