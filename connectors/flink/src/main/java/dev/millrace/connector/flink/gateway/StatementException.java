package dev.millrace.connector.flink.gateway;

import dev.millrace.connector.flink.rest.CauseChain;

/** The gateway answered that a statement failed. */
final class StatementException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient CauseChain causes;

  StatementException(CauseChain causes) {
    super("the statement failed");
    this.causes = causes;
  }

  CauseChain causes() {
    return causes;
  }
}
