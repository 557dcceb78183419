package dev.millrace.engine.connect;

/** How a savepoint is written. */
public enum SavepointFormat {
  /** As the state backend keeps its state: fast, and readable by the same backend alone. */
  NATIVE,
  /** Readable by every state backend; a job with asynchronous state cannot write it. */
  CANONICAL
}
