package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.plan.Change;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SqlDiffTest {
  @Test
  void changedLinesStandBetweenThoseThatStayed() {
    String after = "SELECT\n  a,\n  MAX(b) AS b\nFROM t\nGROUP BY a";
    List<DiffLine> lines =
        SqlDiff.of(
            List.of(Samples.removed(3, "  SUM(b) AS b"), Samples.added(3, "  MAX(b) AS b")), after);
    assertThat(lines)
        .extracting(DiffLine::text)
        .containsExactly(
            "SELECT", "  a,", "  SUM(b) AS b", "  MAX(b) AS b", "FROM t", "GROUP BY a");
    assertThat(lines)
        .extracting(DiffLine::kind)
        .containsExactly(
            DiffLine.Kind.SAME,
            DiffLine.Kind.SAME,
            DiffLine.Kind.REMOVED,
            DiffLine.Kind.ADDED,
            DiffLine.Kind.SAME,
            DiffLine.Kind.SAME);
  }

  @Test
  void linesAfterAnAdditionKeepTheirOldNumbers() {
    List<DiffLine> lines = SqlDiff.of(List.of(Samples.added(2, "b,")), "a,\nb,\nc");
    DiffLine last = lines.getLast();
    assertThat(last.before()).hasValue(2);
    assertThat(last.after()).hasValue(3);
  }

  @Test
  void whatIsFarFromAnyChangeIsLeftOut() {
    String after =
        String.join("\n", IntStream.rangeClosed(1, 40).mapToObj(line -> "line " + line).toList());
    List<DiffLine> lines =
        SqlDiff.of(List.of(Samples.added(10, "line 10"), Samples.added(30, "line 30")), after);
    assertThat(lines).filteredOn(line -> line.kind() == DiffLine.Kind.GAP).hasSize(3);
    assertThat(lines).extracting(DiffLine::text).contains("line 8", "line 12", "line 32");
    assertThat(lines).extracting(DiffLine::text).doesNotContain("line 7", "line 20", "line 33");
  }

  @Test
  void linesRemovedAtTheEndAreShown() {
    List<DiffLine> lines =
        SqlDiff.of(List.of(Samples.removed(2, "b"), Samples.removed(3, "c")), "a");
    assertThat(lines).extracting(DiffLine::text).containsExactly("a", "b", "c");
  }

  @Test
  void otherChangesAreNoLines() {
    Change column =
        new Change(
            Change.Kind.COLUMN,
            "model.shop.totals",
            "b",
            0,
            java.util.Optional.empty(),
            java.util.Optional.of("INT"));
    assertThat(SqlDiff.of(List.of(column), "a"))
        .extracting(DiffLine::kind)
        .containsExactly(DiffLine.Kind.GAP);
  }
}
