package dev.millrace.engine.connect;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What the planner has against a statement.
 *
 * @param message its cause in Flink's words, without stack or wrapper
 * @param range where, in the text that was handed in; empty when Flink does not say and it could
 *     not be inferred
 */
public record SqlProblem(String message, Optional<TextRange> range) {
  public SqlProblem {
    requireNonNull(message, "message");
    requireNonNull(range, "range");
  }
}
