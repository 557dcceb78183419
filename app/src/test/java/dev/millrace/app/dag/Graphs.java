package dev.millrace.app.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Graphs for tests. */
final class Graphs {
  private Graphs() {}

  /**
   * A graph of views.
   *
   * @param edges such as {@code "a>b"}: b reads a
   */
  static DagGraph of(String... edges) {
    Map<String, Integer> index = new TreeMap<>();
    List<DagNode> nodes = new ArrayList<>();
    List<DagGraph.Edge> pairs = new ArrayList<>();
    for (String edge : edges) {
      List<Integer> ends = new ArrayList<>();
      for (String name : edge.split(">", -1)) {
        ends.add(
            index.computeIfAbsent(
                name,
                added -> {
                  nodes.add(node(added));
                  return nodes.size() - 1;
                }));
      }
      if (ends.size() == 2) {
        pairs.add(new DagGraph.Edge(ends.getFirst(), ends.getLast()));
      }
    }
    return new DagGraph(nodes, pairs);
  }

  /** A graph of so many nodes without cycles, the same for the same number. */
  static DagGraph random(int size) {
    Random random = new Random(size);
    List<DagNode> nodes = new ArrayList<>();
    List<DagGraph.Edge> edges = new ArrayList<>();
    for (int at = 0; at < size; at++) {
      nodes.add(node("model_" + at));
      for (int parent = 0; at > 0 && parent < 1 + random.nextInt(2); parent++) {
        edges.add(new DagGraph.Edge(random.nextInt(at), at));
      }
    }
    return new DagGraph(nodes, edges);
  }

  static DagNode node(String name) {
    return new DagNode(
        "model.shop." + name, name, NodeKind.VIEW, "models/" + name + ".sql", "", List.of(), false);
  }
}
