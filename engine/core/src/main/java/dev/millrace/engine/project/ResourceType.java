package dev.millrace.engine.project;

import java.util.Locale;

/** dbt's kinds of node. */
public enum ResourceType {
  MODEL,
  SOURCE,
  SEED,
  TEST,
  ANALYSIS;

  /** As dbt writes it: {@code model}. */
  public String dbtName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
