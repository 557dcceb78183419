package dev.millrace.app.results;

/** Where the query of a pane stands, so that an empty pane never looks frozen. */
public enum Phase {
  /** Nothing was asked for yet. */
  IDLE,
  /** The project is checked and the cluster is made to answer. */
  STARTING,
  /** The query is planned and handed to the cluster. */
  SUBMITTING,
  /** It runs, and no row has come yet. */
  FIRST_ROWS,
  /** Rows come. */
  RUNNING,
  /** It was asked to end, and the cluster has not confirmed it yet. */
  CANCELLING,
  /** It was ended and the cluster has confirmed that its job is gone. */
  CANCELLED,
  /** It was ended, but nobody could confirm that its job is gone. */
  UNCONFIRMED,
  /** It came to its own end. */
  COMPLETE,
  /** Time or room ran out; more may exist. */
  PARTIAL,
  /** It failed. */
  FAILED;

  /** Whether something runs on the cluster, or is about to. */
  public boolean isActive() {
    return switch (this) {
      case STARTING, SUBMITTING, FIRST_ROWS, RUNNING, CANCELLING -> true;
      case IDLE, CANCELLED, UNCONFIRMED, COMPLETE, PARTIAL, FAILED -> false;
    };
  }
}
