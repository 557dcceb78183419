package dev.millrace.connector.flink.gateway;

/**
 * The gateway does not know the session, or an operation of it, any more: it expired, or the
 * gateway was started anew. Nothing of the call was carried out.
 */
final class SessionLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  SessionLostException(String what) {
    super("the gateway has forgotten " + what);
  }
}
