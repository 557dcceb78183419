package dev.millrace.engine;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.graph.IndirectSelection;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Which nodes are meant.
 *
 * @param select selections; empty for the default selector's, or all where there is none
 * @param exclude selections taken away
 * @param selector a name of {@code selectors.yml} in place of both
 * @param indirect how tests come along with what they test
 * @param state a folder with an older {@code manifest.json}, for the method {@code state}
 */
public record SelectionRequest(
    List<String> select,
    List<String> exclude,
    Optional<String> selector,
    IndirectSelection indirect,
    Optional<Path> state) {
  public SelectionRequest {
    select = List.copyOf(select);
    exclude = List.copyOf(exclude);
    requireNonNull(selector, "selector");
    requireNonNull(indirect, "indirect");
    requireNonNull(state, "state");
  }

  /** Selections of a command line, with dbt's defaults for all else. */
  public static SelectionRequest of(List<String> select, List<String> exclude) {
    return new SelectionRequest(
        select, exclude, Optional.empty(), IndirectSelection.EAGER, Optional.empty());
  }

  /** Whether nothing is said, so that a default selector counts. */
  public boolean isOpen() {
    return select.isEmpty() && exclude.isEmpty() && selector.isEmpty();
  }
}
