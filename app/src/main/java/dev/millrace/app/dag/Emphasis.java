package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What stands out of a picture.
 *
 * @param selected the node the user looks at
 * @param hovered the node under the pointer
 * @param bright nodes that are not dimmed, by index; empty when none is dimmed
 */
record Emphasis(OptionalInt selected, OptionalInt hovered, Optional<BitSet> bright) {
  static final Emphasis NONE =
      new Emphasis(OptionalInt.empty(), OptionalInt.empty(), Optional.empty());

  Emphasis {
    requireNonNull(selected, "selected");
    requireNonNull(hovered, "hovered");
    requireNonNull(bright, "bright");
  }

  static Emphasis of(DagModel model, OptionalInt hovered) {
    DagGraph graph = model.picture().get().graph();
    OptionalInt selected = model.selectedIndex();
    if (model.focused().get() && selected.isPresent()) {
      BitSet lineage = new BitSet();
      graph.lineage(selected.getAsInt()).forEach(lineage::set);
      return new Emphasis(selected, hovered, Optional.of(lineage));
    }
    return new Emphasis(selected, hovered, model.chosen().get().map(ids -> among(graph, ids)));
  }

  private static BitSet among(DagGraph graph, Set<String> ids) {
    BitSet chosen = new BitSet();
    ids.forEach(id -> graph.indexOf(id).ifPresent(chosen::set));
    return chosen;
  }

  boolean isBright(int node) {
    return bright.isEmpty() || bright.get().get(node);
  }

  boolean isBright(DagGraph.Edge edge) {
    return isBright(edge.from()) && isBright(edge.to());
  }

  /** Whether an edge leads to or from the selected node. */
  boolean touches(DagGraph.Edge edge) {
    return selected.isPresent()
        && (edge.from() == selected.getAsInt() || edge.to() == selected.getAsInt());
  }

  boolean isSelected(int node) {
    return selected.isPresent() && selected.getAsInt() == node;
  }

  boolean isHovered(int node) {
    return hovered.isPresent() && hovered.getAsInt() == node;
  }
}
