package dev.millrace.sidecar.control;

/**
 * The kinds of {@link dev.millrace.wire.ErrorResponse}, with the HTTP status each travels under.
 */
public enum FailureKind {
  INVALID_REQUEST("invalid_request", 400),
  SQL_INVALID("sql_invalid", 422),
  STATEMENT_FAILED("statement_failed", 422),
  RESTORE_FAILED("restore_failed", 422),
  CLUSTER_UNREACHABLE("cluster_unreachable", 502),
  CLUSTER_REFUSED("cluster_refused", 502),
  TOPIC_FAILED("topic_failed", 502),
  STATE_UNREADABLE("state_unreadable", 422),
  /** Unreadable from this machine, though perhaps not from another. */
  STATE_OUT_OF_REACH("state_unreadable", 422),
  TIMEOUT("timeout", 504),
  INTERNAL("internal", 500);

  private final String wireName;
  private final int status;

  FailureKind(String wireName, int status) {
    this.wireName = wireName;
    this.status = status;
  }

  /** The name spoken on the wire. */
  public String wireName() {
    return wireName;
  }

  /** The HTTP status. */
  public int status() {
    return status;
  }
}
