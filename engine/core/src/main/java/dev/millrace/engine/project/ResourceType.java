package dev.millrace.engine.project;

import java.util.Locale;

/** dbt's kinds of node. */
public enum ResourceType {
  MODEL,
  SOURCE,
  SEED,
  TEST,
  ANALYSIS,
  /** Kept in the graph and the manifest; nothing runs it. */
  SNAPSHOT,
  /** A hook of the project file. */
  OPERATION;

  /** As dbt writes it: {@code model}. */
  public String dbtName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
