package dev.millrace.it.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A part of the corpus and of its mutations; benchmarks/state/run does all of it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CorpusTest {
  private static final int MUTATIONS = 20;
  private static final long SEED = 7;
  private static final Set<String> CHOSEN =
      Set.of(
          "agg_identical",
          "agg_having",
          "agg_sum_to_max",
          "agg_sum_added",
          "agg_count_to_distinct",
          "agg_other_field",
          "async_column_added",
          "casts_of_before",
          "chain_join_sum_removed",
          "chain_materializer_removed",
          "filter_where_added",
          "interval_left_removed",
          "join_alias",
          "join_swapped_sides",
          "join_where_side",
          "join_temporal_alias",
          "key_having_added",
          "key_having_added_to_windows",
          "lookup_added_unused",
          "lookup_column_replaced",
          "match_pattern",
          "dedup_computed_after",
          "rank_order_flipped",
          "rank_larger",
          "set_ttl_on",
          "set_policy_allows",
          "set_policy_forbids",
          "set_rocksdb_having",
          "set_time_zone",
          "temporal_sum_removed",
          "type_cast_after",
          "ptf_computed_after",
          "udaf_code_changed",
          "udaf_sum_removed_beside",
          "udf_before_sum_continued",
          "union_swapped",
          "unnest_where",
          "upsert_source_sum_alias",
          "upsert_source_where_other",
          "values_having",
          "values_other_key",
          "way_drain_window_larger",
          "window_join_removed",
          "window_larger");

  /** Of those, what must go on unasked and end as if nothing had happened. */
  private static final Set<String> EXACT =
      Set.of(
          "agg_identical",
          "agg_having",
          "async_column_added",
          "interval_left_removed",
          "join_alias",
          "join_temporal_alias",
          "lookup_added_unused",
          "dedup_computed_after",
          "key_having_added",
          "ptf_computed_after",
          "temporal_sum_removed",
          "type_cast_after",
          "udaf_sum_removed_beside",
          "upsert_source_sum_alias",
          "values_having",
          "window_join_removed");

  private StateReport report = new StateReport(List.of());

  @BeforeAll
  void runs(@TempDir Path folder) throws IOException {
    List<StateCase> cases =
        new ArrayList<>(
            CaseFiles.in(Path.of("../benchmarks/state/corpus")).stream()
                .filter(each -> CHOSEN.contains(each.name()))
                .toList());
    assertThat(cases).hasSize(CHOSEN.size());
    cases.addAll(
        QueryFamily.mutations(
            CaseFiles.families(Path.of("../benchmarks/state/mutations")), MUTATIONS, SEED));
    report = StateRun.run(folder, cases);
  }

  @Test
  void everyCaseComesToItsEnd() {
    assertThat(report.results())
        .filteredOn(each -> CHOSEN.contains(each.of().name()))
        .hasSize(CHOSEN.size())
        .noneMatch(each -> each.truth() == Truth.ERROR);
    assertThat(report.results()).filteredOn(each -> each.truth() == Truth.FAILED).isEmpty();
  }

  /** Not every text fits every other, and what the planner refuses is no change. */
  @Test
  void mostChangesDrawnAtRandomComeToTheirEnd() {
    assertThat(report.results())
        .filteredOn(each -> !CHOSEN.contains(each.of().name()))
        .hasSize(MUTATIONS)
        .filteredOn(each -> each.truth() != Truth.ERROR)
        .hasSizeGreaterThan(MUTATIONS / 2);
  }

  @Test
  void nothingIsCalledKeptThatIsNot() {
    assertThat(report.results()).filteredOn(CaseResult::wrongKept).isEmpty();
  }

  @Test
  void whatMeansTheSameIsCarriedExactly() {
    assertThat(report.results())
        .filteredOn(each -> EXACT.contains(each.of().name()))
        .hasSize(EXACT.size())
        .allMatch(each -> each.truth() == Truth.EXACT)
        .noneMatch(each -> each.judgement().needsPermission());
  }

  /** Their state was given up by permission; rows that stand in the query must come once more. */
  @Test
  void whoBeginsAnewGetsTheRowsOfTheQuery() {
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("values_other_key"))
        .singleElement()
        .satisfies(each -> assertThat(each.truth()).isEqualTo(Truth.FRESH));
  }

  @Test
  void whatMeansSomethingElseUnderTheSameWordsNeedsPermission() {
    assertThat(report.results())
        .filteredOn(
            each ->
                Set.of(
                        "agg_other_field",
                        "casts_of_before",
                        "key_having_added_to_windows",
                        "set_time_zone")
                    .contains(each.of().name()))
        .hasSize(4)
        .allMatch(each -> each.judgement().needsPermission());
  }

  @Test
  void aSumThatBecomesAMaximumNeedsPermissionAndAddsNothingToOldSums() {
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("agg_sum_to_max"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.judgement().needsPermission()).isTrue();
              assertThat(each.truth()).isEqualTo(Truth.FRESH);
            });
  }

  @Test
  void drainedWindowsComeOutByTheOldRuleAndLaterOnesByTheNew() {
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("way_drain_window_larger"))
        .singleElement()
        .satisfies(each -> assertThat(each.truth()).isEqualTo(Truth.SWITCH));
  }

  @Test
  void otherCodeOfAnAggregateFunctionBeginsEmptyAndIsAskedAbout() {
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("udaf_code_changed"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.judgement().needsPermission()).isTrue();
              assertThat(each.truth()).isEqualTo(Truth.FRESH);
            });
  }

  @Test
  void whatTheProjectSaysOfVerdictsIsDoneWithoutAQuestionOrNotAtAll() {
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("set_policy_allows"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.judgement().needsPermission()).isFalse();
              assertThat(each.judgement().verdict()).isEqualTo(Judgement.Verdict.LOST);
              assertThat(each.truth()).isEqualTo(Truth.FRESH);
            });
    assertThat(report.results())
        .filteredOn(each -> each.of().name().equals("set_policy_forbids"))
        .singleElement()
        .satisfies(
            each -> {
              assertThat(each.judgement().verdict()).isEqualTo(Judgement.Verdict.BLOCKED);
              assertThat(each.truth()).isEqualTo(Truth.REFUSED);
            });
  }
}
