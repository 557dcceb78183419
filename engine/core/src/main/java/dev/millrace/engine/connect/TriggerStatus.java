package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

/** How a request for a savepoint or checkpoint stands. */
public sealed interface TriggerStatus {
  record InProgress() implements TriggerStatus {}

  /**
   * It is complete.
   *
   * @param location the path of the savepoint, or the id of the checkpoint
   */
  record Completed(String location) implements TriggerStatus {
    public Completed {
      requireNonNull(location, "location");
    }
  }

  record Failed(String cause) implements TriggerStatus {
    public Failed {
      requireNonNull(cause, "cause");
    }
  }

  /** The cluster does not know the request: never made, or forgotten. */
  record Unknown() implements TriggerStatus {}
}
