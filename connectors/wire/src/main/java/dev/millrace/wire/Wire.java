package dev.millrace.wire;

/** Names both ends agree on. */
public final class Wire {
  /** A client and a sidecar talk only when this is equal; it is part of the ready file's name. */
  public static final int VERSION = 1;

  /** Carries the token on every request to the control port, the JobManager and the gateway. */
  public static final String TOKEN_HEADER = "X-Millrace-Token";

  public static final String ANALYZE = "/v1/analyze";
  public static final String CHECK = "/v1/check";
  public static final String COMPILE = "/v1/compile";
  public static final String SUBMIT = "/v1/submit";
  public static final String UNIT_TEST = "/v1/unit-test";
  public static final String TOPICS = "/v1/topics";
  public static final String METRICS = "/v1/metrics";
  public static final String STATUS = "/v1/status";
  public static final String LEASE = "/v1/lease";
  public static final String STOP = "/v1/stop";

  private Wire() {}
}
