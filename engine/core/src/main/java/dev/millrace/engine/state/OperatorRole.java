package dev.millrace.engine.state;

/** What a node of a plan keeps in a savepoint. */
public enum OperatorRole {
  /** Positions in its input. */
  SOURCE,
  /** Rows, accumulators, timers. */
  STATEFUL,
  /** Rows that wait for the answer of an asynchronous call, and nothing once all have come. */
  WAITING,
  /** Nothing. */
  STATELESS,
  /** What it has prepared but not yet committed, and what its upsert materializer remembers. */
  SINK;

  /** Whether a savepoint holds something of it. */
  public boolean keepsState() {
    return this != STATELESS;
  }
}
