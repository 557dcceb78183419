package dev.millrace.engine.graph;

import dev.millrace.engine.problem.Problem;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What a selection chose.
 *
 * @param uniqueIds of the chosen nodes, in the project's order
 * @param warnings one for each term that matched nothing
 */
public record Selection(Set<String> uniqueIds, List<Problem> warnings) {
  public Selection {
    uniqueIds = Collections.unmodifiableSet(new LinkedHashSet<>(uniqueIds));
    warnings = List.copyOf(warnings);
  }
}
