package dev.millrace.engine.problem;

/** How much a problem matters. */
public enum Severity {
  ERROR,
  WARNING
}
