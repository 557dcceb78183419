package dev.millrace.engine.connect;

/**
 * Our own id of a stop, savepoint or checkpoint request; repeating a request with it changes
 * nothing.
 */
public record TriggerId(String hex) {
  public TriggerId {
    if (!hex.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not a trigger id: " + hex);
    }
  }

  public static TriggerId derive(String... parts) {
    return new TriggerId(JobId.derive(parts).hex());
  }
}
