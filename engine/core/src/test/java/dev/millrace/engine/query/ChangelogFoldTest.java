package dev.millrace.engine.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Row;
import dev.millrace.engine.connect.RowKind;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangelogFoldTest {
  @Test
  void aKeyKeepsItsLastRow() {
    ChangelogFold fold = ChangelogFold.keyed(List.of(0));
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.UPDATE_AFTER, 1, "b"));
    fold.apply(row(RowKind.INSERT, 2, "c"));

    assertThat(fold.rows()).containsExactly(List.of(1, "b"), List.of(2, "c"));
    assertThat(fold.size()).isEqualTo(2);
  }

  @Test
  void aDeleteThatKnowsOnlyTheKeyTakesTheRowAway() {
    ChangelogFold fold = ChangelogFold.keyed(List.of(0));
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.DELETE, 1, null));

    assertThat(fold.rows()).isEmpty();
  }

  @Test
  void anUpdateThatMovesARowToAnotherKeyLeavesNothingBehind() {
    ChangelogFold fold = ChangelogFold.keyed(List.of(0));
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.UPDATE_BEFORE, 1, "a"));
    fold.apply(row(RowKind.UPDATE_AFTER, 2, "a"));

    assertThat(fold.rows()).containsExactly(List.of(2, "a"));
  }

  @Test
  void aNewRowThatComesBeforeTheOldOneIsTakenBackStays() {
    ChangelogFold fold = ChangelogFold.keyed(List.of(0));
    fold.apply(row(RowKind.INSERT, 1, "old"));
    fold.apply(row(RowKind.UPDATE_AFTER, 1, "new"));
    fold.apply(row(RowKind.UPDATE_BEFORE, 1, "old"));

    assertThat(fold.rows()).containsExactly(List.of(1, "new"));
  }

  @Test
  void withoutAKeyEqualRowsAreCounted() {
    ChangelogFold fold = ChangelogFold.keyless();
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.INSERT, 1, "a"));
    fold.apply(row(RowKind.DELETE, 1, "a"));

    assertThat(fold.rows()).containsExactly(List.of(1, "a"), List.of(1, "a"));
    assertThat(fold.size()).isEqualTo(2);
  }

  @Test
  void bytesAndDecimalsAreComparedByValue() {
    ChangelogFold fold = ChangelogFold.keyless();
    fold.apply(row(RowKind.INSERT, new byte[] {1, 2}, new BigDecimal("1.10")));
    fold.apply(row(RowKind.DELETE, new byte[] {1, 2}, new BigDecimal("1.1")));

    assertThat(fold.rows()).isEmpty();
  }

  @Test
  void nullsComeFirstAndNumbersAreOrderedByValue() {
    ChangelogFold fold = ChangelogFold.keyless();
    fold.apply(row(RowKind.INSERT, 10L));
    fold.apply(row(RowKind.INSERT, 9L));
    fold.apply(row(RowKind.INSERT, (Object) null));

    assertThat(fold.rows())
        .containsExactly(Collections.singletonList(null), List.of(9L), List.of(10L));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void anyOrderOfAChangelogFoldsToTheSameMultiset(long seed) {
    Random random = new Random(seed);
    List<List<@Nullable Object>> present = new ArrayList<>();
    List<Row> changelog = new ArrayList<>();
    for (int step = 0; step < 500; step++) {
      if (!present.isEmpty() && random.nextInt(3) == 0) {
        changelog.add(new Row(RowKind.DELETE, present.remove(random.nextInt(present.size()))));
      } else {
        List<@Nullable Object> values = values(random.nextInt(5), random.nextBoolean());
        present.add(values);
        changelog.add(new Row(RowKind.INSERT, values));
      }
    }
    Collections.shuffle(changelog, random);

    ChangelogFold fold = ChangelogFold.keyless();
    changelog.forEach(fold::apply);

    assertThat(fold.rows()).containsExactlyInAnyOrderElementsOf(present);
    assertThat(fold.size()).isEqualTo(present.size());
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12, 13, 14, 15})
  void aKeyedFoldAgreesWithATableKeptByHand(long seed) {
    Random random = new Random(seed);
    Map<Integer, Integer> table = new HashMap<>();
    ChangelogFold fold = ChangelogFold.keyed(List.of(0));
    for (int step = 0; step < 1_000; step++) {
      int key = random.nextInt(20);
      Integer before = table.get(key);
      if (before != null && random.nextInt(4) == 0) {
        table.remove(key);
        fold.apply(row(RowKind.DELETE, key, before));
      } else {
        if (before != null && random.nextBoolean()) {
          fold.apply(row(RowKind.UPDATE_BEFORE, key, before));
        }
        table.put(key, step);
        fold.apply(row(before == null ? RowKind.INSERT : RowKind.UPDATE_AFTER, key, step));
      }
    }

    List<List<@Nullable Object>> expected =
        table.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(entry -> values(entry.getKey(), entry.getValue()))
            .toList();
    assertThat(fold.rows()).isEqualTo(expected);
  }

  private static Row row(RowKind kind, @Nullable Object... values) {
    return new Row(kind, values(values));
  }

  private static List<@Nullable Object> values(@Nullable Object... values) {
    return Collections.unmodifiableList(Arrays.asList(values));
  }
}
