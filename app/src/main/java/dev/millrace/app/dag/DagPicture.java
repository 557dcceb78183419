package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.Figures;
import java.util.List;
import java.util.OptionalDouble;

/**
 * All that is drawn of a graph at one moment, so that places and figures never disagree.
 *
 * @param facts of the nodes, by index
 * @param rates of the edges, by index; empty where nothing is measured
 */
record DagPicture(Placement placement, List<NodeFacts> facts, List<String> rates) {
  static final DagPicture EMPTY = new DagPicture(Placement.EMPTY, List.of(), List.of());

  DagPicture {
    requireNonNull(placement, "placement");
    facts = List.copyOf(facts);
    rates = List.copyOf(rates);
  }

  static DagPicture of(Placement placement, ClusterSnapshot cluster, Figures figures) {
    DagGraph graph = placement.graph();
    List<NodeFacts> facts =
        graph.nodes().stream().map(node -> NodeFacts.of(node, cluster, figures)).toList();
    List<String> rates =
        graph.edges().stream().map(edge -> figures.rate(rate(graph, facts, edge))).toList();
    return new DagPicture(placement, facts, rates);
  }

  /**
   * Rows that pass an edge: what its origin writes, or what its only reader reads from it. Where a
   * job reads several tables nobody tells which rows came from where.
   */
  private static OptionalDouble rate(DagGraph graph, List<NodeFacts> facts, DagGraph.Edge edge) {
    OptionalDouble written = facts.get(edge.from()).out();
    if (written.isPresent()) {
      return written;
    }
    return graph.parents(edge.to()).size() == 1
        ? facts.get(edge.to()).in()
        : OptionalDouble.empty();
  }

  DagGraph graph() {
    return placement.graph();
  }
}
