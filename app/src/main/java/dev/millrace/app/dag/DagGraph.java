package dev.millrace.app.dag;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.IntFunction;

/** Nodes and who reads whom, by index. Immutable. */
public final class DagGraph {
  /** Without nodes. */
  public static final DagGraph EMPTY = new DagGraph(List.of(), List.of());

  private final List<DagNode> nodes;
  private final List<Edge> edges;
  private final Map<String, Integer> index = new HashMap<>();
  private final List<List<Integer>> parents = new ArrayList<>();
  private final List<List<Integer>> children = new ArrayList<>();

  /** From what is read to its reader, by index. */
  public record Edge(int from, int to) {}

  /**
   * @param edges between indexes of nodes; loops and repeats are left out
   */
  public DagGraph(List<DagNode> nodes, List<Edge> edges) {
    this.nodes = List.copyOf(nodes);
    for (DagNode node : this.nodes) {
      index.put(node.id(), index.size());
      parents.add(new ArrayList<>());
      children.add(new ArrayList<>());
    }
    this.edges =
        new LinkedHashSet<>(edges).stream().filter(edge -> edge.from() != edge.to()).toList();
    for (Edge edge : this.edges) {
      parents.get(edge.to()).add(edge.from());
      children.get(edge.from()).add(edge.to());
    }
  }

  /** The graph of a loaded project: models, sources and seeds. */
  public static DagGraph of(Project project) {
    requireNonNull(project, "project");
    Map<String, List<Problem>> problems = new HashMap<>();
    for (Problem problem : project.problems()) {
      problem
          .position()
          .ifPresent(
              where ->
                  problems.computeIfAbsent(where.file(), file -> new ArrayList<>()).add(problem));
    }
    Set<String> tangled = new HashSet<>();
    project.dag().cycles().forEach(tangled::addAll);
    List<DagNode> nodes = new ArrayList<>();
    Map<String, Integer> index = new HashMap<>();
    for (Node node : project.nodes().values()) {
      NodeKind.of(node)
          .ifPresent(
              kind -> {
                index.put(node.uniqueId(), nodes.size());
                nodes.add(node(node, kind, problems, tangled));
              });
    }
    List<Edge> edges = new ArrayList<>();
    for (Node node : project.nodes().values()) {
      Integer to = index.get(node.uniqueId());
      for (String parent : node.dependsOn()) {
        Integer from = index.get(parent);
        if (from != null && to != null) {
          edges.add(new Edge(from, to));
        }
      }
    }
    return new DagGraph(nodes, edges);
  }

  private static DagNode node(
      Node node, NodeKind kind, Map<String, List<Problem>> problems, Set<String> tangled) {
    boolean source = node.resourceType() == ResourceType.SOURCE;
    List<String> fqn = node.fqn();
    return new DagNode(
        node.uniqueId(),
        source && fqn.size() >= 2 ? fqn.get(fqn.size() - 2) + "." + node.name() : node.name(),
        kind,
        node.path(),
        node.description().strip().lines().findFirst().orElse(""),
        // Several sources share a file, and a place in it does not tell which is meant.
        source ? List.of() : problems.getOrDefault(node.path(), List.of()),
        tangled.contains(node.uniqueId()));
  }

  /** The same graph with these nodes only, and the edges between them. */
  public DagGraph only(Set<String> ids) {
    List<DagNode> kept = nodes.stream().filter(node -> ids.contains(node.id())).toList();
    Map<String, Integer> place = new HashMap<>();
    kept.forEach(node -> place.put(node.id(), place.size()));
    List<Edge> between = new ArrayList<>();
    for (Edge edge : edges) {
      Integer from = place.get(nodes.get(edge.from()).id());
      Integer to = place.get(nodes.get(edge.to()).id());
      if (from != null && to != null) {
        between.add(new Edge(from, to));
      }
    }
    return new DagGraph(kept, between);
  }

  public List<DagNode> nodes() {
    return nodes;
  }

  public List<Edge> edges() {
    return edges;
  }

  public int size() {
    return nodes.size();
  }

  public DagNode node(int at) {
    return nodes.get(at);
  }

  /** Where a node stands; empty when it is not in the graph. */
  public OptionalInt indexOf(String id) {
    Integer at = index.get(id);
    return at == null ? OptionalInt.empty() : OptionalInt.of(at);
  }

  /** What a node reads, in the order of use. */
  public List<Integer> parents(int at) {
    return List.copyOf(parents.get(at));
  }

  /** Who reads a node. */
  public List<Integer> children(int at) {
    return List.copyOf(children.get(at));
  }

  /** The node itself, all it reads and all that read it, directly and through others. */
  public Set<Integer> lineage(int at) {
    Set<Integer> lineage = new HashSet<>();
    lineage.addAll(reach(at, parents::get));
    lineage.addAll(reach(at, children::get));
    return lineage;
  }

  private static Set<Integer> reach(int start, IntFunction<List<Integer>> next) {
    Set<Integer> seen = new HashSet<>(Set.of(start));
    Deque<Integer> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      for (int neighbour : next.apply(open.remove())) {
        if (seen.add(neighbour)) {
          open.add(neighbour);
        }
      }
    }
    return seen;
  }
}
