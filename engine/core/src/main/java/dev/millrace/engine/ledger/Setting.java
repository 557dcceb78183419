package dev.millrace.engine.ledger;

import static java.util.Objects.requireNonNull;

/**
 * A Flink option of one job.
 *
 * @param option such as {@code execution.checkpointing.interval}
 * @param value placeholders kept
 * @param origin where it was set, such as {@code dbt_project.yml:12:7}, or {@code default}
 */
public record Setting(String option, String value, String origin) {
  /** The origin of what nobody set. */
  public static final String DEFAULT = "default";

  public Setting {
    requireNonNull(option, "option");
    requireNonNull(value, "value");
    requireNonNull(origin, "origin");
  }

  /** Whether nobody set it and Millrace chose it. */
  public boolean isDefault() {
    return origin.equals(DEFAULT);
  }
}
