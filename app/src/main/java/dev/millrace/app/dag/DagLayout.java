package dev.millrace.app.dag;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.eclipse.elk.alg.layered.options.CrossingMinimizationStrategy;
import org.eclipse.elk.alg.layered.options.CycleBreakingStrategy;
import org.eclipse.elk.alg.layered.options.LayeredMetaDataProvider;
import org.eclipse.elk.alg.layered.options.LayeredOptions;
import org.eclipse.elk.core.RecursiveGraphLayoutEngine;
import org.eclipse.elk.core.data.LayoutMetaDataService;
import org.eclipse.elk.core.math.ElkPadding;
import org.eclipse.elk.core.math.KVector;
import org.eclipse.elk.core.options.CoreOptions;
import org.eclipse.elk.core.options.Direction;
import org.eclipse.elk.core.options.EdgeRouting;
import org.eclipse.elk.core.util.BasicProgressMonitor;
import org.eclipse.elk.graph.ElkEdge;
import org.eclipse.elk.graph.ElkEdgeSection;
import org.eclipse.elk.graph.ElkNode;
import org.eclipse.elk.graph.util.ElkGraphUtil;

/**
 * Lays a graph out in layers from left to right. Takes up to a second for thousands of nodes, and
 * the first call in a process half a second more: keep it off the FX thread. Thread-safe.
 */
final class DagLayout {
  /** Above it a less thorough search for crossings keeps the layout fast; nobody sees the rest. */
  private static final int LARGE = 300;

  /**
   * ELK knows its own properties only once they are registered. That loads hundreds of classes, so
   * that it belongs to the first layout, which is in the background, and not to the making of this
   * object, for which the FX thread would wait.
   */
  private static final class Registration {
    static {
      LayoutMetaDataService.getInstance()
          .registerLayoutMetaDataProviders(new LayeredMetaDataProvider());
    }

    static void ensure() {}
  }

  /**
   * Finds a place for everything.
   *
   * @param before where nodes stood; those that are still there keep their order, so that the
   *     picture stays the one the user knows. {@link Placement#EMPTY} for a new picture
   */
  Placement place(DagGraph graph, Placement before) {
    if (graph.size() == 0) {
      return Placement.EMPTY;
    }
    if (isSamePicture(graph, before.graph())) {
      return before.of(graph);
    }
    Registration.ensure();
    ElkNode root = ElkGraphUtil.createGraph();
    boolean known = isMostlyKnown(graph, before);
    configure(root, graph.size(), known);
    List<ElkNode> nodes = new ArrayList<>(graph.size());
    for (int at = 0; at < graph.size(); at++) {
      ElkNode node = ElkGraphUtil.createNode(root);
      node.setDimensions(NodeSize.width(graph.node(at)), NodeSize.height(graph.node(at)));
      if (known) {
        Box box = expected(graph, at, before);
        node.setLocation(box.x(), box.y());
        node.setProperty(CoreOptions.POSITION, new KVector(box.x(), box.y()));
      }
      nodes.add(node);
    }
    List<ElkEdge> edges = new ArrayList<>(graph.edges().size());
    for (DagGraph.Edge edge : graph.edges()) {
      edges.add(ElkGraphUtil.createSimpleEdge(nodes.get(edge.from()), nodes.get(edge.to())));
    }
    new RecursiveGraphLayoutEngine().layout(root, new BasicProgressMonitor());
    return new Placement(
        graph,
        nodes.stream().map(DagLayout::box).toList(),
        edges.stream().map(DagLayout::route).toList());
  }

  /** Loads ELK's classes by laying out two nodes, so that the user does not wait for that. */
  void warmUp() {
    List<DagNode> two =
        List.of(
            new DagNode("a", "a", NodeKind.VIEW, "a", "", List.of(), false),
            new DagNode("b", "b", NodeKind.STREAMING_TABLE, "b", "", List.of(), false));
    var unused = place(new DagGraph(two, List.of(new DagGraph.Edge(0, 1))), Placement.EMPTY);
  }

  private static void configure(ElkNode root, int size, boolean known) {
    root.setProperty(CoreOptions.ALGORITHM, LayeredOptions.ALGORITHM_ID);
    root.setProperty(CoreOptions.DIRECTION, Direction.RIGHT);
    root.setProperty(CoreOptions.EDGE_ROUTING, EdgeRouting.ORTHOGONAL);
    root.setProperty(CoreOptions.PADDING, new ElkPadding(24));
    root.setProperty(CoreOptions.SPACING_NODE_NODE, 22.0);
    root.setProperty(CoreOptions.SPACING_COMPONENT_COMPONENT, 36.0);
    root.setProperty(CoreOptions.ASPECT_RATIO, 1.7);
    root.setProperty(LayeredOptions.SPACING_NODE_NODE_BETWEEN_LAYERS, 72.0);
    root.setProperty(LayeredOptions.SPACING_EDGE_NODE_BETWEEN_LAYERS, 18.0);
    root.setProperty(LayeredOptions.THOROUGHNESS, size > LARGE ? 1 : 7);
    if (known) {
      root.setProperty(
          LayeredOptions.CROSSING_MINIMIZATION_STRATEGY, CrossingMinimizationStrategy.INTERACTIVE);
      root.setProperty(LayeredOptions.CYCLE_BREAKING_STRATEGY, CycleBreakingStrategy.INTERACTIVE);
    }
  }

  private static boolean isSamePicture(DagGraph graph, DagGraph before) {
    return graph.size() == before.size()
        && graph.edges().equals(before.edges())
        && IntStream.range(0, graph.size())
            .allMatch(at -> isDrawnAlike(graph.node(at), before.node(at)));
  }

  private static boolean isDrawnAlike(DagNode node, DagNode before) {
    return node.id().equals(before.id())
        && node.name().equals(before.name())
        && node.kind() == before.kind();
  }

  private static boolean isMostlyKnown(DagGraph graph, Placement before) {
    long kept = graph.nodes().stream().filter(node -> before.boxOf(node.id()).isPresent()).count();
    return kept * 2 > graph.size();
  }

  /** Where a node stood, or, of a new one, where its neighbours let one look for it. */
  private static Box expected(DagGraph graph, int at, Placement before) {
    Optional<Box> own = before.boxOf(graph.node(at).id());
    if (own.isPresent()) {
      return own.get();
    }
    List<Box> parents = boxes(graph, graph.parents(at), before);
    List<Box> children = boxes(graph, graph.children(at), before);
    double width = NodeSize.width(graph.node(at));
    if (!parents.isEmpty()) {
      double right = parents.stream().mapToDouble(Box::right).max().orElse(0);
      return new Box(right + 72, middle(parents), width, NodeSize.LOW);
    }
    if (!children.isEmpty()) {
      double left = children.stream().mapToDouble(Box::x).min().orElse(0);
      return new Box(left - 72 - width, middle(children), width, NodeSize.LOW);
    }
    return new Box(before.bounds().x(), before.bounds().bottom() + 36, width, NodeSize.LOW);
  }

  private static List<Box> boxes(DagGraph graph, List<Integer> nodes, Placement before) {
    return nodes.stream().flatMap(at -> before.boxOf(graph.node(at).id()).stream()).toList();
  }

  private static double middle(List<Box> boxes) {
    return boxes.stream().mapToDouble(Box::y).average().orElse(0);
  }

  private static Box box(ElkNode node) {
    return new Box(node.getX(), node.getY(), node.getWidth(), node.getHeight());
  }

  private static Route route(ElkEdge edge) {
    ElkEdgeSection section = edge.getSections().getFirst();
    List<Route.Point> points = new ArrayList<>();
    points.add(new Route.Point(section.getStartX(), section.getStartY()));
    section.getBendPoints().forEach(bend -> points.add(new Route.Point(bend.getX(), bend.getY())));
    points.add(new Route.Point(section.getEndX(), section.getEndY()));
    return new Route(points);
  }
}
