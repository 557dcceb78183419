package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where everything of a graph stands. Immutable. */
final class Placement {
  static final Placement EMPTY = new Placement(DagGraph.EMPTY, List.of(), List.of());

  private final DagGraph graph;
  private final List<Box> boxes;
  private final List<Route> routes;
  private final Map<String, Box> byId = new HashMap<>();
  private final Box bounds;

  /**
   * @param boxes of the graph's nodes, by index
   * @param routes of the graph's edges, by index
   */
  Placement(DagGraph graph, List<Box> boxes, List<Route> routes) {
    this.graph = requireNonNull(graph, "graph");
    this.boxes = List.copyOf(boxes);
    this.routes = List.copyOf(routes);
    if (boxes.size() != graph.size() || routes.size() != graph.edges().size()) {
      throw new IllegalArgumentException("not everything has a place");
    }
    for (int at = 0; at < boxes.size(); at++) {
      byId.put(graph.node(at).id(), boxes.get(at));
    }
    Box around = boxes.isEmpty() ? new Box(0, 0, 0, 0) : boxes.getFirst();
    for (Box box : boxes) {
      around = around.with(box);
    }
    for (Route route : routes) {
      around = around.with(route.bounds());
    }
    this.bounds = around;
  }

  /** The same places for a graph that differs only in what its nodes say. */
  Placement of(DagGraph other) {
    return new Placement(other, boxes, routes);
  }

  DagGraph graph() {
    return graph;
  }

  Box box(int at) {
    return boxes.get(at);
  }

  Route route(int at) {
    return routes.get(at);
  }

  Optional<Box> boxOf(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  /** The least rectangle around all of it. */
  Box bounds() {
    return bounds;
  }

  int size() {
    return boxes.size();
  }
}
