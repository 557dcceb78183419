package dev.millrace.connector.flink.fake;

import java.util.concurrent.TimeUnit;
import mockwebserver3.MockResponse;
import mockwebserver3.SocketEffect;

/** What can go wrong between us and a server. */
public enum Fault {
  /** The request was carried out, but its answer never comes. */
  ANSWER_LOST,
  /** A proxy's page instead of an answer. */
  GARBAGE,
  /** The gateway has forgotten the session. */
  SESSION_LOST,
  /** There is no leader at the moment. */
  UNAVAILABLE,
  /** The answer takes longer than anybody waits. */
  SLOW;

  MockResponse response() {
    return switch (this) {
      case ANSWER_LOST ->
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
      case GARBAGE ->
          new MockResponse.Builder().code(200).body("<html>Please log in</html>").build();
      case SESSION_LOST ->
          new MockResponse.Builder()
              .code(500)
              .body(
                  FakeTexts.error("Session '01234567-89ab-cdef-0123-456789abcdef' does not exist."))
              .build();
      case UNAVAILABLE ->
          new MockResponse.Builder()
              .code(503)
              .body(
                  "{\"errors\":[\"Service temporarily unavailable due to an ongoing leader"
                      + " election.\"]}")
              .build();
      case SLOW ->
          new MockResponse.Builder().code(200).body("{}").headersDelay(1, TimeUnit.HOURS).build();
    };
  }
}
