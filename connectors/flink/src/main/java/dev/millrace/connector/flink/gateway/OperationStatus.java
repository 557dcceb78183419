package dev.millrace.connector.flink.gateway;

/** The status of an operation, as the gateway names it; it says nothing about the job behind. */
enum OperationStatus {
  INITIALIZED,
  PENDING,
  RUNNING,
  FINISHED,
  CANCELED,
  CLOSED,
  ERROR,
  TIMEOUT;

  boolean isTerminal() {
    return switch (this) {
      case INITIALIZED, PENDING, RUNNING -> false;
      case FINISHED, CANCELED, CLOSED, ERROR, TIMEOUT -> true;
    };
  }
}
