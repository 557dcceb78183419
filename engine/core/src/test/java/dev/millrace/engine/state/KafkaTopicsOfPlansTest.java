package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which source goes on from which when topics change, and what that makes of the rest. */
class KafkaTopicsOfPlansTest {
  @ParameterizedTest
  @CsvSource({"orders;returns", "returns; orders", "orders;orders;returns"})
  void aSourceThatGainsATopicGoesOnAndSoDoesWhatIsMadeOfIt(String topics) {
    OperatorUids.Assignment now = after("agg", withTopics("agg", topics));

    assertThat(of(now, OperatorRole.SOURCE).previous()).isPresent();
    assertThat(of(now, OperatorRole.STATEFUL).previous()).isPresent();
    assertThat(of(now, OperatorRole.STATEFUL).sameInputs()).isTrue();
    assertThat(now.withoutOwner()).isEmpty();
  }

  @Test
  void aListThatBecomesAPatternWhichMatchesItGoesOn() {
    String pattern =
        Plans.plan("agg").replace("\"topic\" : \"orders\"", "\"topic-pattern\" : \"ord.*\"");

    assertThat(of(after("agg", pattern), OperatorRole.SOURCE).previous()).isPresent();
  }

  @Test
  void aSourceThatLosesATopicGoesOnWithOtherRows() {
    OperatorUids.Assignment now =
        assign(
            Plans.plan("agg"), assign(withTopics("agg", "orders;returns"), List.of(), List.of()));

    assertThat(of(now, OperatorRole.SOURCE).previous()).isPresent();
    assertThat(of(now, OperatorRole.STATEFUL).previous()).isPresent();
    assertThat(of(now, OperatorRole.STATEFUL).sameInputs()).isFalse();
  }

  @Test
  void theNextPlanComparesWithWhatIsReadByThen() {
    OperatorUids.Assignment first = assign(Plans.plan("agg"), List.of(), List.of());
    OperatorUids.Assignment more = assign(withTopics("agg", "orders;returns"), first);
    OperatorUids.Assignment same = assign(withTopics("agg", "orders;returns"), more);

    assertThat(of(same, OperatorRole.SOURCE).operator().uid())
        .isEqualTo(of(first, OperatorRole.SOURCE).operator().uid());
    assertThat(of(same, OperatorRole.STATEFUL).previous()).isPresent();
    assertThat(same.withoutOwner()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"agg, orders-v2", "changelog-agg, customers-v2"})
  void aSourceOfAnotherTopicIsAnotherSource(String plan, String topic) {
    String old = plan.equals("agg") ? "orders" : "customers";
    String moved =
        Plans.plan(plan).replace("\"topic\" : \"" + old + "\"", "\"topic\" : \"" + topic + "\"");
    assertThat(moved).isNotEqualTo(Plans.plan(plan));

    OperatorUids.Assignment now = after(plan, moved);

    assertThat(of(now, OperatorRole.SOURCE).previous()).isEmpty();
    assertThat(now.withoutOwner()).extracting(OperatorUid::role).contains(OperatorRole.SOURCE);
  }

  @ParameterizedTest
  @CsvSource({"union, union-swapped", "join, join-swapped"})
  void swappedInputsKeepThePositionsOfTheirOwnTopics(String before, String after) {
    OperatorUids.Assignment now = after(before, Plans.plan(after));
    Map<String, String> topics = topicsByUid(Plans.plan(before));

    for (KafkaTable table : KafkaTable.of(now.plan())) {
      if (!table.written()) {
        assertThat(topics).containsEntry(table.uid(), String.join(";", table.topics()));
      }
    }
    assertThat(now.operators())
        .filteredOn(each -> each.operator().role() == OperatorRole.SOURCE)
        .hasSize(2)
        .allMatch(each -> each.previous().isPresent());
  }

  @Test
  void positionsWithoutTheRowsOfTheirKeysAreRefused() {
    OperatorUids.Assignment old = assign(Plans.plan("changelog-agg"), List.of(), List.of());
    List<OperatorUid> withoutNormalize =
        old.uids().stream().filter(uid -> !uid.type().equals("changelog-normalize")).toList();
    assertThat(withoutNormalize).hasSizeLessThan(old.uids().size());
    OperatorUids.Assignment now = assign(Plans.plan("changelog-agg"), withoutNormalize, List.of());

    Verdicts.Result judged = judge(now);

    assertThat(source(judged).refused()).isTrue();
    assertThat(source(judged).reason()).contains("ChangelogNormalize");
  }

  @Test
  void positionsWithTheRowsOfTheirKeysGoOn() {
    OperatorUids.Assignment old = assign(Plans.plan("changelog-agg"), List.of(), List.of());

    assertThat(source(judge(assign(Plans.plan("changelog-agg"), old))).refused()).isFalse();
  }

  @Test
  void aFilterBehindTheAggregateLeavesRowsInTheTopic() {
    assertThat(UpsertOutputs.between(Plans.plan("agg"), Plans.plan("agg-having")))
        .singleElement()
        .satisfies(
            stale -> {
              assertThat(stale.left()).isEqualTo(UpsertOutputs.Left.OTHER_ROWS);
              assertThat(stale.topic()).isNotEmpty();
            });
  }

  @Test
  void anotherKeyLeavesTheRowsOfTheOldOne() {
    assertThat(UpsertOutputs.between(Plans.plan("agg"), Plans.plan("agg-other-key")))
        .allMatch(stale -> stale.left() == UpsertOutputs.Left.OTHER_KEYS)
        .isNotEmpty();
  }

  @Test
  void anotherAggregateOfTheSameGroupsLeavesNoRowForGood() {
    assertThat(UpsertOutputs.between(Plans.plan("agg"), Plans.plan("agg-max")))
        .allMatch(stale -> stale.left() == UpsertOutputs.Left.OTHER_VALUES)
        .isNotEmpty();
  }

  @Test
  void aFilterBeforeTheAggregateMayLeaveGroupsBehind() {
    assertThat(UpsertOutputs.between(Plans.plan("agg"), Plans.plan("agg-filter-before")))
        .allMatch(stale -> stale.left() == UpsertOutputs.Left.OTHER_ROWS)
        .isNotEmpty();
  }

  @Test
  void anEditThatMeansTheSameLeavesNothingBehind() {
    assertThat(UpsertOutputs.between(Plans.plan("agg"), Plans.plan("agg-aliases"))).isEmpty();
    assertThat(UpsertOutputs.between(Plans.plan("agg"), withTopics("agg", "orders;returns")))
        .isEmpty();
  }

  private static Verdicts.Result judge(OperatorUids.Assignment assignment) {
    return SourceUnits.judge(
        assignment,
        Verdicts.of(assignment, new StateEvidence.NothingWritten(), OptionalInt.empty()),
        Optional.empty());
  }

  private static StateVerdict source(Verdicts.Result result) {
    return result.ofNodes().stream()
        .map(Verdicts.OfNode::verdict)
        .filter(verdict -> verdict.role() == OperatorRole.SOURCE)
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, String> topicsByUid(String plan) {
    Map<String, String> topics = new HashMap<>();
    KafkaTable.of(assign(plan, List.of(), List.of()).plan())
        .forEach(table -> topics.put(table.uid(), String.join(";", table.topics())));
    return topics;
  }

  private static OperatorUids.Assignment after(String before, String plan) {
    return assign(plan, assign(Plans.plan(before), List.of(), List.of()));
  }

  private static OperatorUids.Assignment assign(String plan, OperatorUids.Assignment before) {
    List<CompiledPlan.Table> read =
        CompiledPlan.parse(before.plan()).tables().stream()
            .filter(table -> !table.written())
            .toList();
    return assign(plan, before.uids(), read);
  }

  private static OperatorUids.Assignment assign(
      String plan, List<OperatorUid> previous, List<CompiledPlan.Table> read) {
    return OperatorUids.assign(plan, "d1", Map.of(), previous, read);
  }

  private static String withTopics(String plan, String topics) {
    String changed =
        Plans.plan(plan).replace("\"topic\" : \"orders\"", "\"topic\" : \"" + topics + "\"");
    assertThat(changed).isNotEqualTo(Plans.plan(plan));
    return changed;
  }

  private static OperatorUids.Assigned of(OperatorUids.Assignment assignment, OperatorRole role) {
    return assignment.operators().stream()
        .filter(operator -> operator.operator().role() == role)
        .findFirst()
        .orElseThrow();
  }
}
