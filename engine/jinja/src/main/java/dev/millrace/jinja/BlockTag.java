package dev.millrace.jinja;

/** dbt's tags beyond Jinja2's. */
public enum BlockTag {
  /** {@code {% materialization name, default|adapter='x' %}}. */
  MATERIALIZATION,
  /** {@code {% test name(...) %}} and {@code {% data_test name(...) %}}. */
  TEST,
  /** {@code {% snapshot name %}}. */
  SNAPSHOT,
  /** {@code {% docs name %}}. */
  DOCS
}
