package dev.millrace.cli.output;

import java.util.Locale;

/** Forms of a log, by dbt's names. */
public enum LogFormat {
  /** Lines for people. */
  TEXT,
  /** The same with the level. */
  DEBUG,
  /** One JSON object a line. */
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
