package dev.millrace.cli.output;

import java.util.Locale;

/** How much an event matters; dbt's words. */
public enum LogLevel {
  DEBUG,
  INFO,
  WARN,
  ERROR,
  NONE;

  /** Whether events of this level are shown where only those from another on are wanted. */
  public boolean isAtLeast(LogLevel threshold) {
    return compareTo(threshold) >= 0 && threshold != NONE;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
