package dev.millrace.cli.command;

import dev.millrace.engine.artifact.NodeResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How many nodes of a run ended how, in dbt's six counts. */
final class Totals {
  private Totals() {}

  /** Counts by dbt's words: pass, warn, error, skip, noop, total. */
  static Map<String, Long> of(List<NodeResult> results) {
    Map<String, Long> totals = new LinkedHashMap<>();
    for (String word : List.of("pass", "warn", "error", "skip", "noop")) {
      totals.put(word, 0L);
    }
    for (NodeResult result : results) {
      totals.merge(word(result.status()), 1L, Long::sum);
    }
    totals.put("total", (long) results.size());
    return totals;
  }

  private static String word(NodeResult.Status status) {
    return switch (status) {
      case SUCCESS, PASS -> "pass";
      case WARN -> "warn";
      case ERROR, FAIL -> "error";
      case SKIPPED -> "skip";
      case NO_OP -> "noop";
    };
  }

  /** dbt's last line. */
  static String line(Map<String, Long> totals) {
    return "Done. PASS=%d WARN=%d ERROR=%d SKIP=%d NO-OP=%d TOTAL=%d"
        .formatted(totals.values().toArray());
  }
}
