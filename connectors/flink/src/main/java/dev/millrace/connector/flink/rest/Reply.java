package dev.millrace.connector.flink.rest;

import static java.util.Objects.requireNonNull;

/**
 * What an endpoint answered.
 *
 * @param status HTTP status
 */
public record Reply(int status, String body) {
  public Reply {
    requireNonNull(body, "body");
  }

  /** Whether the status is one of the 200s. */
  public boolean isSuccess() {
    return status >= 200 && status < 300;
  }

  /** Without the body, which may hold rows or what was sent. */
  @Override
  public String toString() {
    return "Reply[" + status + ", " + body.length() + " characters]";
  }
}
