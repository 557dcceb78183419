package dev.millrace.sidecar.planner;

import dev.millrace.wire.AnalyzeResponse.Finding;
import java.util.List;

/** The planner has something against a statement; what, is already in words for the user. */
final class SqlRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient List<Finding> findings;

  SqlRefusedException(List<Finding> findings) {
    super(findings.isEmpty() ? "refused" : findings.get(0).message());
    this.findings = List.copyOf(findings);
  }

  SqlRefusedException(Finding finding) {
    this(List.of(finding));
  }

  List<Finding> findings() {
    return findings;
  }
}
