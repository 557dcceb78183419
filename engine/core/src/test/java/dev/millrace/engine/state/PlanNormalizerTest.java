package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlanNormalizerTest {
  @ParameterizedTest
  @CsvSource({
    "agg, agg-aliases",
    "agg, agg-cte",
    "agg-filter-before, agg-filter-before",
    "join, join-aliases",
    "stateless, stateless-formatted",
  })
  void editsWithoutEffectLeaveTheFingerprint(String before, String after) {
    assertThat(fingerprint(after)).isEqualTo(fingerprint(before));
  }

  @ParameterizedTest
  @CsvSource({
    "agg, agg-having",
    "agg, agg-filter-before",
    "agg, agg-max",
    "agg, agg-other-column",
    "agg, agg-expression",
    "agg, agg-case",
    "agg, agg-filter-clause",
    "agg, agg-distinct",
    "agg, agg-ttl",
    "agg, agg-two-phase",
    "window, window-20s",
    "window, window-hop",
    "join, join-swapped",
    "join, join-left",
    "join, join-condition",
    "join, join-filter-side",
    "join, join-replaced-column",
    "union, union-swapped",
    "interval, interval-2h",
    "top3, top5",
    "top3, top3-asc",
    "dedup-last, dedup-first",
    "over, over-60",
    "stateless, stateless-filter",
  })
  void changedQueriesWithEqualColumnsChangeTheFingerprint(String before, String after) {
    assertThat(fingerprint(after)).isNotEqualTo(fingerprint(before));
  }

  private static String fingerprint(String name) {
    return PlanNormalizer.fingerprint(CompiledPlan.parse(Plans.plan(name)));
  }
}
