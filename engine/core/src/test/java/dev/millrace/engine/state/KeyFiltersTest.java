package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyFiltersTest {
  @ParameterizedTest
  @CsvSource({
    "agg, agg-where-key, true",
    "agg, agg-having-key, true",
    "agg-filter-before, agg-where-key-and-more, false",
    "agg-where-key, agg-where-key-and-more, false",
    // Keys that come back would go on from what they were before they were left out.
    "agg-where-key, agg, false",
    "agg-having-key, agg-where-key, false",
    "agg, agg-filter-before, false",
    // The same rows reach it.
    "agg, agg-having, false",
    "agg-where-list, agg-where-list-shorter, true",
    "agg-where-list-shorter, agg-where-list, false",
    "agg-where-list, agg-where-list-other, false",
    "agg-where-key, agg-where-not-two, true",
    "agg-where-not-two, agg-where-key, false",
    "agg-where-beyond, agg-where-further, true",
    "agg-where-further, agg-where-beyond, false",
    "agg-where-beyond, agg-where-between, false",
    "agg-by-text, agg-by-text-shorter, true",
    "agg-by-text, agg-by-text-not, false",
    "top3, top3-where-key, true",
    "changelog, changelog-where-key, true",
    // Of a join, the key is asked for on both sides, or the other one still finds what is kept.
    "join, join-where-key, true",
    "join, join-where-key-twice, true",
    "join, join-where-key-once, false",
    "join-left, join-left-where-key, true",
    "join-left, join-left-where-key-twice, true",
    "join-left, join-left-where-key-right, false",
    "sums-summed, sums-summed-where-key, true",
    // Behind what completes each row by asking a table.
    "lookup, lookup-where-key, true",
    "lookup-inner, lookup-inner-where-key, true",
    "lookup-inner, lookup-inner-where-price, false",
    // Nothing was left out, and more or fewer of them are ranked.
    "top3, top5, false",
    "top5, top3, false",
  })
  void onlyFewerKeysLeaveTheStateWhatItIs(String before, String after, boolean narrowed) {
    OperatorUids.Assignment old =
        OperatorUids.assign(Plans.plan(before), "d1", Map.of(), List.of());
    OperatorUids.Assignment now =
        OperatorUids.assign(Plans.plan(after), "d1", Map.of(), old.uids());

    assertThat(
            KeyFilters.narrowed(Plans.plan(before), Map.of(), old.uids(), now, Map.of()).isEmpty())
        .isEqualTo(!narrowed);
  }
}
