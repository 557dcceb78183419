package dev.millrace.app.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

class TableRowsTest {
  private final TableRows<String> rows = new TableRows<>();
  private final List<String> told = new ArrayList<>();

  @Test
  void onlyWhatDiffersIsToldToHaveChanged() {
    rows.become(List.of("a", "b", "c"));
    listen();
    rows.become(List.of("a", "x", "c", "d"));
    assertThat(told).containsExactly("1-2 [b]", "3-4 []");
  }

  @Test
  void rowsThatMadeRoomAreRemovedFromTheHead() {
    rows.become(List.of("a", "b", "c"));
    listen();
    rows.become(List.of("b", "c", "d"));
    assertThat(told).containsExactly("0-0 [a]", "2-3 []");
  }

  @Test
  void whoFollowsTheChangesHasTheSameRows() {
    Random random = new Random(3);
    List<String> mirror = new ArrayList<>();
    rows.addListener(
        (ListChangeListener<String>)
            change -> {
              while (change.next()) {
                mirror
                    .subList(change.getFrom(), change.getFrom() + change.getRemovedSize())
                    .clear();
                mirror.addAll(change.getFrom(), change.getAddedSubList());
              }
            });
    String[] pool = "a b c d e f g h".split(" ", -1);
    for (int round = 0; round < 2_000; round++) {
      List<String> next = new ArrayList<>();
      for (int count = random.nextInt(7); count > 0; count--) {
        next.add(pool[random.nextInt(pool.length)]);
      }
      rows.become(List.copyOf(next));
      assertThat(mirror).isEqualTo(next);
    }
  }

  private void listen() {
    rows.addListener(
        (ListChangeListener<String>)
            change -> {
              while (change.next()) {
                told.add(change.getFrom() + "-" + change.getTo() + " " + change.getRemoved());
              }
            });
  }
}
