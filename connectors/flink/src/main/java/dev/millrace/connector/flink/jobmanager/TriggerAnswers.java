package dev.millrace.connector.flink.jobmanager;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.connector.flink.rest.CauseChain;
import dev.millrace.engine.connect.TriggerStatus;

/** Reads how a savepoint or checkpoint request stands. */
final class TriggerAnswers {
  private TriggerAnswers() {}

  /**
   * Flink's {@code COMPLETED} says only that the request is over; whether well or badly stands in
   * {@code operation}.
   *
   * @param result field of the operation that a success has
   */
  static TriggerStatus read(JsonNode answer, String result) {
    if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      return new TriggerStatus.InProgress();
    }
    JsonNode operation = answer.path("operation");
    // A savepoint names its failure in one way, a checkpoint in another.
    JsonNode failure =
        operation.has("failureCause")
            ? operation.path("failureCause")
            : operation.path("failure-cause");
    if (!failure.isMissingNode() && !failure.isNull()) {
      String trace = failure.path("stack-trace").asText(failure.path("class").asText());
      return new TriggerStatus.Failed(CauseChain.of(trace).rootCause());
    }
    JsonNode value = operation.path(result);
    return value.isMissingNode() || value.isNull()
        ? new TriggerStatus.Failed("Flink says that it is over, but not with what result")
        : new TriggerStatus.Completed(value.asText());
  }
}
