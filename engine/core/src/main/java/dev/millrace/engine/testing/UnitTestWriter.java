package dev.millrace.engine.testing;

/** Writes the results of unit tests for people and programs. */
public final class UnitTestWriter {
  private UnitTestWriter() {}

  /** dbt's line at the start of a test, without time: {@code 1 of 5 START unit_test a::b ...}. */
  public static String started(int number, int total, String name) {
    throw new UnsupportedOperationException(number + total + name);
  }

  /** dbt's line at its end: {@code 1 of 5 PASS a::b ... [PASS in 0.10s]}. */
  public static String finished(int number, int total, UnitTestResult result) {
    throw new UnsupportedOperationException(number + total + String.valueOf(result));
  }

  /** Why tests did not pass, with diffs; empty when all did. */
  public static String failures(UnitTestReport report, int width) {
    throw new UnsupportedOperationException(String.valueOf(report) + width);
  }

  /** dbt's last line: {@code Done. PASS=1 WARN=0 ERROR=0 SKIP=0 NO-OP=0 TOTAL=1}. */
  public static String summary(UnitTestReport report) {
    throw new UnsupportedOperationException(String.valueOf(report));
  }

  /** The report as one JSON object, pretty-printed. */
  public static String json(UnitTestReport report) {
    throw new UnsupportedOperationException(String.valueOf(report));
  }
}
