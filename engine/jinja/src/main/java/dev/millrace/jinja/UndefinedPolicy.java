package dev.millrace.jinja;

/** What a name or attribute that does not exist does. */
public enum UndefinedPolicy {
  /**
   * Jinja2's own rule and dbt's while it executes: prints as nothing, is false, iterates as empty,
   * and fails with "'x' is undefined" when called, calculated with or asked for an attribute.
   */
  STANDARD,
  /** As {@link #STANDARD}, and printing, testing for truth, comparing and iterating fail too. */
  STRICT,
  /**
   * dbt's rule while it parses: never fails; every use of an undefined value is undefined again.
   */
  CHAINABLE
}
