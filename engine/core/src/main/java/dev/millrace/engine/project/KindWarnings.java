package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what is read but has no effect, so that each kind is warned of once. */
final class KindWarnings {
  private final Map<String, SourcePosition> first = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new LinkedHashMap<>();

  /**
   * @param kind in plural, as the warning's sentence begins
   */
  void count(String kind, SourcePosition position) {
    first.putIfAbsent(kind, position);
    counts.merge(kind, 1, Integer::sum);
  }

  void report(Consumer<Problem> problems) {
    first.forEach(
        (kind, position) -> {
          int count = counts.getOrDefault(kind, 1);
          problems.accept(
              Problem.warning(
                      ProblemCode.PROJECT_FILE_INVALID,
                      kind
                          + " are read but have no effect yet"
                          + (count == 1 ? "" : " (" + count + " places)"))
                  .at(position)
                  .remedy("Keep them; nothing else is affected"));
        });
  }
}
