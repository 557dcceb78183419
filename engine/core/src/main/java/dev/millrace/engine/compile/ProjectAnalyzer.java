package dev.millrace.engine.compile;

import dev.millrace.engine.connect.SqlPlanner;

/** Lets Flink's planner type-check a compiled project. Stateless and thread-safe. */
public final class ProjectAnalyzer {
  /**
   * Analyzes all relations; what the planner has against one is told with its place in the
   * project's files.
   */
  public AnalyzedProject analyze(CompiledProject compiled, SqlPlanner planner) {
    throw new UnsupportedOperationException("follows in the next commits");
  }
}
