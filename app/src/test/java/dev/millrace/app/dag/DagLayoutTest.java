package dev.millrace.app.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class DagLayoutTest {
  private final DagLayout layout = new DagLayout();

  @Test
  void readersStandToTheRightOfWhatTheyRead() {
    Placement placement = layout.place(Graphs.of("a>b", "b>c", "a>c"), Placement.EMPTY);

    assertThat(placement.box(1).x()).isGreaterThan(placement.box(0).right());
    assertThat(placement.box(2).x()).isGreaterThan(placement.box(1).right());
  }

  @Test
  void noTwoNodesOverlap() {
    Placement placement = layout.place(Graphs.random(200), Placement.EMPTY);

    for (int one = 0; one < placement.size(); one++) {
      for (int other = one + 1; other < placement.size(); other++) {
        assertThat(placement.box(one).meets(placement.box(other))).isFalse();
      }
    }
  }

  @Test
  void edgesBeginAndEndAtTheirNodes() {
    Placement placement = layout.place(Graphs.of("a>b"), Placement.EMPTY);

    Route route = placement.route(0);
    assertThat(route.x(0)).isEqualTo(placement.box(0).right());
    assertThat(route.x(route.size() - 1)).isEqualTo(placement.box(1).x());
  }

  @Test
  void piecesOfEdgesAreLevelOrUpright() {
    Placement placement = layout.place(Graphs.random(120), Placement.EMPTY);

    for (int at = 0; at < placement.graph().edges().size(); at++) {
      Route route = placement.route(at);
      for (int point = 1; point < route.size(); point++) {
        double wide = Math.abs(route.x(point) - route.x(point - 1));
        double high = Math.abs(route.y(point) - route.y(point - 1));
        assertThat(Math.min(wide, high)).isLessThan(0.01);
      }
    }
  }

  @Test
  void anEmptyGraphHasAnEmptyPicture() {
    assertThat(layout.place(DagGraph.EMPTY, Placement.EMPTY).size()).isZero();
  }

  @Test
  void aSingleNodeHasAPlace() {
    assertThat(layout.place(Graphs.of("only"), Placement.EMPTY).box(0).width()).isPositive();
  }

  @Test
  void whatReadsItselfThroughOthersIsLaidOutAllTheSame() {
    Placement placement = layout.place(Graphs.of("a>b", "b>c", "c>a", "c>d"), Placement.EMPTY);

    assertThat(placement.size()).isEqualTo(4);
    assertThat(placement.graph().edges()).hasSize(4);
  }

  @Test
  void aNewNodeLeavesTheOrderOfTheOthersAlone() {
    DagGraph graph = Graphs.random(150);
    Placement before = layout.place(graph, Placement.EMPTY);
    List<DagNode> nodes = new ArrayList<>(graph.nodes());
    nodes.add(Graphs.node("new"));
    List<DagGraph.Edge> edges = new ArrayList<>(graph.edges());
    edges.add(new DagGraph.Edge(3, graph.size()));

    Placement after = layout.place(new DagGraph(nodes, edges), before);

    assertThat(flips(before, after)).isZero();
  }

  @Test
  void theSameGraphWithOtherProblemsStaysWhereItIs() {
    Placement before = layout.place(Graphs.random(30), Placement.EMPTY);

    Placement after = layout.place(Graphs.random(30), before);

    assertThat(IntStream.range(0, 30).mapToObj(after::box).toList())
        .isEqualTo(IntStream.range(0, 30).mapToObj(before::box).toList());
  }

  @Test
  void longNamesDoNotMakeEndlessNodes() {
    assertThat(NodeSize.width(Graphs.node("n".repeat(4_000)))).isEqualTo(NodeSize.MAXIMUM_WIDTH);
  }

  @Test
  void namesInWideScriptsGetMoreRoom() {
    assertThat(NodeSize.width(Graphs.node("注文と顧客と支払いの集計表")))
        .isGreaterThan(NodeSize.width(Graphs.node("orders_by_tier")));
  }

  /** Pairs of a layer whose order has changed. */
  private static long flips(Placement before, Placement after) {
    List<Integer> order =
        IntStream.range(0, before.size())
            .boxed()
            .sorted(Comparator.comparingDouble(at -> before.box(at).y()))
            .toList();
    long flips = 0;
    for (int one = 0; one < order.size(); one++) {
      for (int other = one + 1; other < order.size(); other++) {
        Box above = before.box(order.get(one));
        Box below = before.box(order.get(other));
        boolean sameLayer = Math.abs(above.x() - below.x()) < 1;
        if (sameLayer && after.box(order.get(one)).y() > after.box(order.get(other)).y()) {
          flips++;
        }
      }
    }
    return flips;
  }
}
