package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.util.List;
import org.junit.jupiter.api.Test;

class LiveTableTest {
  @Test
  void aReplacedRowKeepsItsPlace() {
    LiveTable table = new LiveTable(List.of(0), 10);
    apply(table, RowKind.INSERT, "a", 1);
    apply(table, RowKind.INSERT, "b", 1);
    apply(table, RowKind.UPDATE_AFTER, "a", 2);
    assertThat(table.rows()).containsExactly(List.of("a", 2), List.of("b", 1));
    apply(table, RowKind.UPDATE_BEFORE, "a", 2);
    apply(table, RowKind.UPDATE_AFTER, "a", 3);
    assertThat(table.rows()).containsExactly(List.of("a", 3), List.of("b", 1));
  }

  @Test
  void withoutAKeyWhatFollowsARetractionTakesItsPlace() {
    LiveTable table = new LiveTable(List.of(), 10);
    apply(table, RowKind.INSERT, "a", 1);
    apply(table, RowKind.INSERT, "b", 1);
    apply(table, RowKind.UPDATE_BEFORE, "a", 1);
    apply(table, RowKind.UPDATE_AFTER, "a", 2);
    assertThat(table.rows()).containsExactly(List.of("a", 2), List.of("b", 1));
  }

  @Test
  void equalRowsAreCounted() {
    LiveTable table = new LiveTable(List.of(), 10);
    apply(table, RowKind.INSERT, "a", 1);
    apply(table, RowKind.INSERT, "a", 1);
    assertThat(table.size()).isEqualTo(2);
    apply(table, RowKind.DELETE, "a", 1);
    assertThat(table.rows()).containsExactly(List.of("a", 1));
    apply(table, RowKind.DELETE, "a", 1);
    apply(table, RowKind.DELETE, "a", 1);
    assertThat(table.rows()).isEmpty();
  }

  @Test
  void whatDoesNotFitIsLetGoAndCounted() {
    LiveTable table = new LiveTable(List.of(0), 2);
    for (int i = 0; i < 5; i++) {
      apply(table, RowKind.INSERT, "k" + i, i);
    }
    assertThat(table.rows()).containsExactly(List.of("k3", 3), List.of("k4", 4));
    assertThat(table.dropped()).isEqualTo(3);
    apply(table, RowKind.DELETE, "k0", 0);
    assertThat(table.size()).isEqualTo(2);
  }

  private static void apply(LiveTable table, RowKind kind, Object... values) {
    table.apply(new Row(kind, List.of(values)));
  }
}
