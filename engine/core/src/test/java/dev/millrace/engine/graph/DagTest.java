package dev.millrace.engine.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DagTest {
  private static Dag dag(String... edges) {
    Map<String, List<String>> dependsOn = new LinkedHashMap<>();
    for (String edge : edges) {
      String[] parts = edge.split(" < ", -1);
      dependsOn.put(parts[0], parts.length == 1 ? List.of() : List.of(parts[1].split(" ")));
    }
    return Dag.of(dependsOn);
  }

  @Test
  void theOrderIsThatOfTheInputWhereTheGraphLeavesAChoice() {
    assertThat(dag("c", "b < a", "a", "d < b c").order()).containsExactly("c", "a", "b", "d");
  }

  @Test
  void aLevelHoldsWhatCanBeDoneTogether() {
    assertThat(dag("a", "b < a", "c < a", "d < b c", "e").levels())
        .containsExactly(List.of("a", "e"), List.of("b", "c"), List.of("d"));
  }

  @Test
  void cyclesAreShortestPathsThatEndWhereTheyBegin() {
    assertThat(dag("a < b", "b < c", "c < a", "x < x", "y < a").cycles())
        .containsExactly(List.of("a", "b", "c", "a"), List.of("x", "x"));
  }

  @Test
  void whatStandsInOrBelowACycleHasNoPlaceInTheOrder() {
    assertThat(dag("a < b", "b < a", "c < b", "d").order()).containsExactly("d");
  }

  @Test
  void ancestorsAndDescendantsCountSteps() {
    Dag dag = dag("a", "b < a", "c < b", "d < c");
    assertThat(dag.ancestors("d")).containsExactly("a", "b", "c");
    assertThat(dag.ancestors("d", 1)).containsExactly("c");
    assertThat(dag.descendants("a", 2)).containsExactly("b", "c");
  }
}
