package dev.millrace.wire;

/** Names both ends agree on. */
public final class Wire {
  /** A client and a sidecar talk only when this is equal; it is part of the ready file's name. */
  public static final int VERSION = 10;

  /** Carries the token on every request to the control port, the JobManager and the gateway. */
  public static final String TOKEN_HEADER = "X-Millrace-Token";

  public static final String ANALYZE = "/v1/analyze";
  public static final String CHECK = "/v1/check";
  public static final String COMPILE = "/v1/compile";
  public static final String SUBMIT = "/v1/submit";
  public static final String UNIT_TEST = "/v1/unit-test";
  public static final String TOPICS = "/v1/topics";
  public static final String TRANSACTIONS = "/v1/transactions";
  public static final String RECORDS = "/v1/records";
  public static final String RECORDS_COPY = "/v1/records/copy";
  public static final String STATE = "/v1/state";
  public static final String STATE_STORAGE = "/v1/state/storage";
  public static final String STATE_COUNT = "/v1/state/count";
  public static final String STATE_CONTRACT_AHEAD = "/v1/state/contract/ahead";
  public static final String STATE_CONTRACT = "/v1/state/contract";
  public static final String STATE_REWRITE = "/v1/state/rewrite";
  public static final String STATE_TIDY = "/v1/state/tidy";
  public static final String STATE_NOTE = "/v1/state/note";
  public static final String STATE_NOTES = "/v1/state/notes";
  public static final String STATE_REHEARSAL = "/v1/state/rehearsal";
  public static final String PLAN_OPERATORS = "/v1/plan/operators";
  public static final String METRICS = "/v1/metrics";
  public static final String STATUS = "/v1/status";
  public static final String LEASE = "/v1/lease";
  public static final String STOP = "/v1/stop";

  /**
   * Begins an answer that is not there yet. Work that only its caller wants, such as planning, can
   * take minutes: meanwhile the sidecar writes one of these a second, and ends the work when that
   * fails because the caller is gone. The status line is written by then, so after them come the
   * status as three digits, this character, and the body that the answer would have had.
   */
  public static final char NOT_YET = '\n';

  private Wire() {}
}
