package dev.millrace.engine.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jgrapht.Graph;
import org.jgrapht.Graphs;
import org.jgrapht.alg.connectivity.KosarajuStrongConnectivityInspector;
import org.jgrapht.alg.shortestpath.BFSShortestPath;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.builder.GraphTypeBuilder;
import org.jgrapht.traverse.TopologicalOrderIterator;

/**
 * Who reads whom. Edges lead from what is read to its readers. A faulty project may hold cycles:
 * they are reported, and what stands in or below one has no place in the {@link #order()}.
 */
public final class Dag {
  private final Graph<String, DefaultEdge> graph;
  private final Map<String, Integer> position;

  private Dag(Graph<String, DefaultEdge> graph, Map<String, Integer> position) {
    this.graph = graph;
    this.position = position;
  }

  /**
   * The graph of these nodes.
   *
   * @param dependsOn what each node reads; the order of the keys settles every order this graph
   *     gives. Names that are no key are left out
   */
  public static Dag of(Map<String, ? extends Collection<String>> dependsOn) {
    Graph<String, DefaultEdge> graph =
        GraphTypeBuilder.<String, DefaultEdge>directed()
            .allowingSelfLoops(true)
            .allowingMultipleEdges(false)
            .edgeClass(DefaultEdge.class)
            .buildGraph();
    Map<String, Integer> position = new HashMap<>();
    for (String id : dependsOn.keySet()) {
      position.put(id, position.size());
      graph.addVertex(id);
    }
    dependsOn.forEach(
        (id, parents) ->
            parents.stream()
                .filter(graph::containsVertex)
                .forEach(parent -> graph.addEdge(parent, id)));
    return new Dag(graph, position);
  }

  /** The graph of these nodes. */
  public static Dag ofNodes(Collection<? extends GraphNode> nodes) {
    Map<String, List<String>> dependsOn = new LinkedHashMap<>();
    nodes.forEach(node -> dependsOn.put(node.uniqueId(), node.dependsOn()));
    return of(dependsOn);
  }

  /** Every node after those it reads; nodes in or below a cycle are left out. */
  public List<String> order() {
    Graph<String, DefaultEdge> sound = sound();
    List<String> order = new ArrayList<>(sound.vertexSet().size());
    new TopologicalOrderIterator<>(sound, Comparator.comparing(this::indexOf))
        .forEachRemaining(order::add);
    return Collections.unmodifiableList(order);
  }

  /**
   * The nodes in groups: a node stands one group behind the last of those it reads, so that a group
   * can be worked on in parallel once all groups before it are done.
   */
  public List<List<String>> levels() {
    Map<String, Integer> level = new HashMap<>();
    List<List<String>> levels = new ArrayList<>();
    for (String id : order()) {
      int own =
          Graphs.predecessorListOf(graph, id).stream().mapToInt(level::get).max().orElse(-1) + 1;
      level.put(id, own);
      if (own == levels.size()) {
        levels.add(new ArrayList<>());
      }
      levels.get(own).add(id);
    }
    return levels.stream().map(List::copyOf).toList();
  }

  /**
   * One shortest cycle of each group of nodes that reach each other, as a path that ends where it
   * begins: {@code [a, b, a]} when a reads b and b reads a.
   */
  public List<List<String>> cycles() {
    return tangles().stream().map(this::shortestCycle).toList();
  }

  /** What the node reads directly. */
  public Set<String> parents(String id) {
    return inOrder(Graphs.predecessorListOf(graph, id));
  }

  /** Who reads the node directly. */
  public Set<String> children(String id) {
    return inOrder(Graphs.successorListOf(graph, id));
  }

  /** What the node reads, directly and through others, without itself. */
  public Set<String> ancestors(String id) {
    return ancestors(id, Integer.MAX_VALUE);
  }

  /** What the node reads in at most this many steps, without itself. */
  public Set<String> ancestors(String id, int steps) {
    return reach(id, steps, next -> Graphs.predecessorListOf(graph, next));
  }

  /** Who reads the node, directly and through others, without itself. */
  public Set<String> descendants(String id) {
    return descendants(id, Integer.MAX_VALUE);
  }

  /** Who reads the node in at most this many steps, without itself. */
  public Set<String> descendants(String id, int steps) {
    return reach(id, steps, next -> Graphs.successorListOf(graph, next));
  }

  private Set<String> reach(String start, int steps, Function<String, List<String>> next) {
    Map<String, Integer> distance = new HashMap<>();
    distance.put(start, 0);
    Deque<String> open = new ArrayDeque<>(List.of(start));
    while (!open.isEmpty()) {
      String id = open.remove();
      int here = distance.getOrDefault(id, 0);
      if (here < steps) {
        for (String neighbour : next.apply(id)) {
          if (distance.putIfAbsent(neighbour, here + 1) == null) {
            open.add(neighbour);
          }
        }
      }
    }
    distance.remove(start);
    return inOrder(distance.keySet());
  }

  private Graph<String, DefaultEdge> sound() {
    List<Set<String>> tangles = tangles();
    if (tangles.isEmpty()) {
      return graph;
    }
    Set<String> unsound = new LinkedHashSet<>();
    for (Set<String> tangle : tangles) {
      for (String id : tangle) {
        unsound.add(id);
        unsound.addAll(descendants(id));
      }
    }
    Map<String, List<String>> rest = new LinkedHashMap<>();
    for (String id : inOrder(graph.vertexSet())) {
      if (!unsound.contains(id)) {
        rest.put(id, Graphs.predecessorListOf(graph, id));
      }
    }
    return of(rest).graph;
  }

  private List<Set<String>> tangles() {
    return new KosarajuStrongConnectivityInspector<>(graph)
        .stronglyConnectedSets().stream()
            .filter(set -> set.size() > 1 || graph.containsEdge(only(set), only(set)))
            .map(this::inOrder)
            .sorted(Comparator.comparing(set -> indexOf(only(set))))
            .toList();
  }

  private List<String> shortestCycle(Set<String> tangle) {
    String start = only(tangle);
    if (tangle.size() == 1) {
      return List.of(start, start);
    }
    // Read along the arrow "reads", which is the graph's edge backwards.
    BFSShortestPath<String, DefaultEdge> paths = new BFSShortestPath<>(graph);
    Optional<List<String>> shortest =
        children(start).stream()
            .filter(tangle::contains)
            .filter(child -> !child.equals(start))
            .flatMap(child -> Optional.ofNullable(paths.getPath(child, start)).stream())
            .map(path -> path.getVertexList())
            .min(Comparator.comparing(List::size));
    List<String> cycle = new ArrayList<>(shortest.orElse(List.of(start)));
    cycle.addFirst(start);
    return List.copyOf(cycle.reversed());
  }

  private static String only(Set<String> set) {
    return set.iterator().next();
  }

  private Set<String> inOrder(Collection<String> ids) {
    List<String> sorted = new ArrayList<>(ids);
    sorted.sort(Comparator.comparing(this::indexOf));
    return Collections.unmodifiableSet(new LinkedHashSet<>(sorted));
  }

  private Integer indexOf(String id) {
    return position.getOrDefault(id, Integer.MAX_VALUE);
  }
}
