package dev.millrace.engine.graph;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A selection as it is written, on the command line or in {@code selectors.yml}. */
public sealed interface SelectionExpression {
  /**
   * What one term means.
   *
   * @param indirect how tests come along; empty for the way that is asked for as a whole
   */
  record Criterion(SelectionTerm term, Optional<IndirectSelection> indirect)
      implements SelectionExpression {
    public Criterion {
      requireNonNull(term, "term");
      requireNonNull(indirect, "indirect");
    }
  }

  /** What any part means. */
  record Union(List<SelectionExpression> parts) implements SelectionExpression {
    public Union {
      parts = List.copyOf(parts);
    }
  }

  /** What all parts mean. */
  record Intersection(List<SelectionExpression> parts) implements SelectionExpression {
    public Intersection {
      parts = List.copyOf(parts);
    }
  }

  /** What one means without what the other means. */
  record Difference(SelectionExpression included, SelectionExpression excluded)
      implements SelectionExpression {
    public Difference {
      requireNonNull(included, "included");
      requireNonNull(excluded, "excluded");
    }
  }

  /**
   * Reads selections of a command line: blanks unite, commas intersect.
   *
   * @throws dev.millrace.engine.problem.MillraceException SELECTION_INVALID
   */
  static SelectionExpression parse(List<String> selections) {
    List<SelectionExpression> union = new ArrayList<>();
    for (String selection : selections) {
      for (String part : selection.strip().split("\\s+")) {
        if (!part.isEmpty()) {
          List<SelectionExpression> common = new ArrayList<>();
          for (String text : part.split(",", -1)) {
            common.add(new Criterion(SelectionTerm.parse(text), Optional.empty()));
          }
          union.add(common.size() == 1 ? common.getFirst() : new Intersection(common));
        }
      }
    }
    return new Union(union);
  }
}
