package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One difference between what is deployed and what the project has.
 *
 * @param model unique id of the model whose output it is about; empty when it is about the job
 * @param subject what differs: a column, an option, a setting; empty for lines of SQL
 * @param line 1-based line in the compiled SQL: of the new text, or of the old one when there is no
 *     new; 0 when it is not about a line
 */
public record Change(
    Kind kind,
    String model,
    String subject,
    int line,
    Optional<String> before,
    Optional<String> after) {
  public Change {
    requireNonNull(kind, "kind");
    requireNonNull(model, "model");
    requireNonNull(subject, "subject");
    requireNonNull(before, "before");
    requireNonNull(after, "after");
  }

  /** What a change is about. */
  public enum Kind {
    SQL,
    QUERY,
    /** The code of a user-defined function, whatever its jar is called. */
    FUNCTION,
    /** A table that the job did not fill before, or fills no longer. */
    OUTPUT,
    COLUMN,
    KEY,
    CHANGELOG,
    TABLE_OPTION,
    SETTING
  }
}
