package dev.millrace.engine.state;

import static dev.millrace.engine.state.Carrying.SUM_AND_COUNT;
import static dev.millrace.engine.state.Carrying.aggregates;
import static dev.millrace.engine.state.Carrying.copy;
import static dev.millrace.engine.state.Carrying.fields;
import static dev.millrace.engine.state.Carrying.filled;
import static dev.millrace.engine.state.Carrying.find;
import static dev.millrace.engine.state.Carrying.joins;
import static dev.millrace.engine.state.Carrying.number;
import static dev.millrace.engine.state.Carrying.ofPlans;
import static dev.millrace.engine.state.Carrying.only;
import static dev.millrace.engine.state.Carrying.rows;
import static dev.millrace.engine.state.Carrying.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which fields go where, on plans of real queries. */
class CarryOversTest {
  @Test
  void reorderedAggregatesKeepTheirNumbers() {
    CarriedStates found =
        aggregates("agg", "agg-swapped", SUM_AND_COUNT, List.of("BIGINT", "DECIMAL(38, 2)"));
    assertThat(fields(found)).containsExactly(copy(1), copy(0));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void anAverageOfWhatMayBeMissingIsRightOnlyIfNothingWas() {
    // The argument may be NULL, so a count of rows need not be a count of values.
    CarriedStates found =
        aggregates(
            "agg",
            "agg-added",
            SUM_AND_COUNT,
            List.of("DECIMAL(38, 2)", "BIGINT", "DECIMAL(38, 2)", "BIGINT"));
    assertThat(fields(found))
        .containsExactly(copy(0), copy(1), new StateMove.Field(0, 0L), copy(1));
    assertThat(only(found).isAsExpected()).isFalse();
    assertThat(only(found).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(tuple("mean", FieldStory.Kind.ASSUMES));
  }

  @Test
  void anAverageBesideSumAndCountIsMadeFromThemWhateverThePlannerWrites() {
    // It writes a sum that begins with 0 and the same count.
    CarriedStates found = aggregates("agg-counted", "agg-averaged", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(fields(found)).containsExactly(new StateMove.Field(0, 0L), copy(1));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void aSumOfNothingIsNullAgain() {
    CarriedStates back = aggregates("agg-averaged", "agg-counted", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(fields(back)).containsExactly(new StateMove.Field(0, null, 1), copy(1));
    assertThat(only(back).isAsExpected()).isTrue();
    CarriedStates alone =
        aggregates("agg-mean", "agg-sum", SUM_AND_COUNT, List.of("DECIMAL(38, 2)"));
    assertThat(fields(alone)).containsExactly(new StateMove.Field(0, null, 1));
    assertThat(only(alone).isAsExpected()).isTrue();
  }

  @Test
  void aColumnThatMayBeMissingNowWasCountedInEachRow() {
    CarriedStates found = aggregates("agg-required", "agg-counted", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(fields(found)).containsExactly(copy(0), copy(1));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void aColumnThatMustNotBeMissingNowMayHaveBeenBefore() {
    CarriedStates found = aggregates("agg-counted", "agg-required", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(fields(found).getFirst()).isEqualTo(new StateMove.Field(0, 0L));
    assertThat(only(found).isAsExpected()).isFalse();
  }

  @Test
  void aCountThatFlinkKeepsBySideIsTheCountOfAllRows() {
    CarriedStates found =
        aggregates(
            "agg-of-agg-sum",
            "agg-of-agg-counted",
            List.of("INT", "BIGINT", "BIGINT"),
            List.of("INT", "BIGINT", "BIGINT"));
    assertThat(fields(found)).containsExactly(copy(0), copy(1), copy(2));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void aListKeepsTwoFields() {
    CarriedStates found =
        aggregates(
            "agg-list",
            "agg-list-after",
            List.of("STRING", "STRING", "BIGINT"),
            List.of("BIGINT", "STRING", "STRING"));
    assertThat(fields(found)).containsExactly(copy(2), copy(0), copy(1));
  }

  @Test
  void aCastThatLosesNothingIsTheSameColumn() {
    CarriedStates found =
        aggregates(
            "agg-other-column", "agg-wide", List.of("INT", "BIGINT"), List.of("BIGINT", "BIGINT"));
    assertThat(fields(found)).containsExactly(copy(0), copy(1));
    assertThat(only(found).isAsExpected()).isTrue();
    assertThat(
            aggregates(
                    "agg-other-column",
                    "agg-narrow",
                    List.of("INT", "BIGINT"),
                    List.of("SMALLINT", "BIGINT"))
                .decisions())
        .singleElement()
        .satisfies(decision -> assertThat(decision.column()).isEqualTo("revenue"));
  }

  @Test
  void aNewCountKnowsNothingOfThePast() {
    CarriedStates found =
        aggregates("agg-sum", "agg-counted", List.of("DECIMAL(38, 2)"), SUM_AND_COUNT);
    assertThat(fields(found)).containsExactly(copy(0), number(0));
    assertThat(only(found).isAsExpected()).isFalse();
  }

  @Test
  void anAggregateThatIsNoLongerAskedForIsGivenUp() {
    CarriedStates found =
        aggregates(
            "agg-added",
            "agg",
            List.of("DECIMAL(38, 2)", "BIGINT", "DECIMAL(38, 2)", "BIGINT"),
            SUM_AND_COUNT);
    assertThat(fields(found)).containsExactly(copy(0), copy(1));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void oneNameForSomethingElseMustBeChosenFor() {
    CarriedStates open = aggregates("agg", "agg-other-column", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(open.decisions())
        .singleElement()
        .satisfies(
            decision -> {
              assertThat(decision.column()).isEqualTo("revenue");
              assertThat(decision.choices())
                  .containsExactly(Choices.Choice.CONTINUE, Choices.Choice.RESET);
            });
    assertThat(fields(chosen(Choices.Choice.CONTINUE))).containsExactly(copy(0), copy(1));
    assertThat(fields(chosen(Choices.Choice.RESET)))
        .containsExactly(new StateMove.Field(null, null), copy(1));
  }

  private static CarriedStates chosen(Choices.Choice choice) {
    return find(
        "agg",
        "agg-other-column",
        state("accState", SUM_AND_COUNT),
        state("accState", SUM_AND_COUNT),
        new Choices(Map.of("m.revenue", choice)));
  }

  @Test
  void aMaximumCannotGoOnFromASum() {
    CarriedStates found = aggregates("agg", "agg-max", SUM_AND_COUNT, SUM_AND_COUNT);
    assertThat(found.decisions())
        .singleElement()
        .satisfies(
            decision -> assertThat(decision.choices()).containsExactly(Choices.Choice.RESET));
  }

  @ParameterizedTest
  @CsvSource({
    "agg, agg-other-key",
    "agg, agg-distinct",
    "window, window-20s",
    "window, window-hop",
    "join, interval",
    "join, join-left",
    "join, join-three",
    "dedup-last, dedup-first",
    "top3, top3-asc",
    "over, over-60",
  })
  void whatHoldsSomethingElseIsNotTouched(String before, String after) {
    assertThat(aggregates(before, after, SUM_AND_COUNT, SUM_AND_COUNT).isEmpty()).isTrue();
  }

  @Test
  void theLastRowByAnotherTimeIsAnotherRow() {
    String byTime = Plans.plan("dedup-last");
    List<StateSnapshot.State> state =
        state("deduplicate-state", List.of("BIGINT", "DECIMAL(10, 2)", "TIMESTAMP(3)"));
    assertThat(
            ofPlans(byTime, byTime.replace("\"ts\"", "\"paid_at\""), state, state, Choices.NONE)
                .isEmpty())
        .isTrue();
    assertThat(
            ofPlans(byTime, byTime.replace("\"amount\"", "\"paid\""), state, state, Choices.NONE)
                .isEmpty())
        .isFalse();
  }

  @Test
  void stateOfAnotherSizeThanThePlanSaysIsNotTouched() {
    assertThat(aggregates("agg", "agg-swapped", List.of("BIGINT"), SUM_AND_COUNT).isEmpty())
        .isTrue();
  }

  @Test
  void sidesOfAJoinGoOverTheOtherWayRound() {
    CarriedStates found = joins("join", "join-swapped");
    assertThat(only(found).moves())
        .extracting(StateMove::name, StateMove::newName)
        .containsExactly(
            tuple("left-records", "right-records"), tuple("right-records", "left-records"));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  /** Both sides have the same columns of one table, and are told apart by their rows alone. */
  @Test
  void aTableThatIsJoinedWithItselfKeepsItsSides() {
    CarriedStates found = joins("pairs", "pairs-more");
    assertThat(only(found).moves())
        .extracting(StateMove::name, StateMove::newName)
        .containsExactly(
            tuple("left-records", "left-records"), tuple("right-records", "right-records"));
    assertThat(only(found).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(
            tuple("ts", FieldStory.Kind.STARTS), tuple("id", FieldStory.Kind.GIVEN_UP));
  }

  /** Its rows are the same, and how often each was joined lies beside those of the other side. */
  @Test
  void anOuterJoinOfATableWithItselfIsNotTurned() {
    assertThat(joins("pairs-left", "pairs-right").isEmpty()).isTrue();
    assertThat(joins("pairs", "pairs-left").isEmpty()).isTrue();
  }

  @Test
  void aNewColumnOfAJoinIsNullInOldRows() {
    CarriedStates found = joins("join", "join-more-columns");
    StateMove left = only(found).moves().getFirst();
    assertThat(left.name()).isEqualTo("left-records");
    assertThat(left.fields()).containsExactly(copy(0), new StateMove.Field(null, null), copy(1));
    assertThat(only(found).stories()).extracting(FieldStory::what).containsExactly("item");
  }

  /** Flink's sink would refuse the first old row that is touched, and the job with it. */
  @Test
  void aNewColumnThatMustNotBeNullInItsTableIsNotNullInOldRows() {
    String after = Plans.plan("join-more-columns");
    int sink = after.lastIndexOf("\"dynamicTableSink\"");
    String strict =
        after.substring(0, sink)
            + after
                .substring(sink)
                .replaceFirst(
                    "\"dataType\" : \"VARCHAR\\(2147483647\\)\"",
                    "\"dataType\" : \"VARCHAR(2147483647) NOT NULL\"");
    List<StateSnapshot.State> sides =
        List.of(
            state("left-records", List.of("INT")).getFirst(),
            state("right-records", List.of("INT")).getFirst());

    assertThat(strict).isNotEqualTo(after);
    assertThat(ofPlans(Plans.plan("join"), strict, sides, sides, Choices.NONE).isEmpty()).isTrue();
  }

  @Test
  void columnsThatARankHandsThroughMayChange() {
    List<StateSnapshot.State> state = List.of(rows("data-state-with-append"));
    CarriedStates found = find("top3", "top3-columns", state, state, Choices.NONE);
    assertThat(fields(found)).containsExactly(copy(1), new StateMove.Field(null, null), copy(2));
    assertThat(only(found).isAsExpected()).isFalse();
  }

  /** With numbers Flink keeps one row more than it hands on, which would stay for ever. */
  @Test
  void aRankThatHandsOnNoNumbersAnyMoreIsAnotherOne() {
    String numbered = Plans.plan("top3");
    String bare = numbered.replace("\"outputRowNumber\" : true", "\"outputRowNumber\" : false");
    List<StateSnapshot.State> state = List.of(rows("data-state-with-append"));
    OperatorUids.Assignment old = OperatorUids.assign(numbered, "d1", filled(numbered), List.of());

    assertThat(bare).isNotEqualTo(numbered);
    assertThat(OperatorUids.assign(bare, "d1", filled(bare), old.uids()).withoutOwner())
        .extracting(OperatorUid::type)
        .containsExactly("rank");
    assertThat(ofPlans(numbered, bare, state, state, Choices.NONE).isEmpty()).isTrue();
  }

  @Test
  void rowsOfAFrameGoOverAndItsSumsStay() {
    List<StateSnapshot.State> state =
        List.of(
            rows("inputState"), state("accState", List.of("BIGINT", "DECIMAL(38, 2)")).getFirst());
    CarriedStates found = find("over", "over-columns", state, state, Choices.NONE);
    assertThat(only(found).moves()).extracting(StateMove::name).containsExactly("inputState");
    assertThat(fields(found)).contains(new StateMove.Field(null, null)).hasSize(4);
  }

  @Test
  void aStructureThatGainsAPartHasTheOthersAsBefore() {
    CarriedStates counted = aggregates("part", "part-grown", List.of("BIGINT"), List.of("BIGINT"));
    assertThat(fields(counted)).containsExactly(copy(0));
    assertThat(only(counted).stories()).isEmpty();
    assertThat(only(counted).isAsExpected()).isTrue();
  }

  @Test
  void aPartThatARowDidNotHaveIsNullInIt() {
    List<StateSnapshot.State> state = List.of(rows("data-state-with-append"));
    CarriedStates found = find("part-kept", "part-kept-grown", state, state, Choices.NONE);
    assertThat(fields(found)).containsExactly(copy(0), copy(1), copy(2));
    assertThat(only(found).stories())
        .containsExactly(
            new FieldStory(
                "who.zip", FieldStory.Kind.STARTS, "is NULL in rows from before the switch"));
    CarriedStates back = find("part-kept-grown", "part-kept", state, state, Choices.NONE);
    assertThat(only(back).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(tuple("who.zip", FieldStory.Kind.GIVEN_UP));
    assertThat(only(back).isAsExpected()).isTrue();
  }

  /** What is summed is the same; which rows are is another question, and is asked. */
  @ParameterizedTest
  @CsvSource({
    "branches, branches-filtered",
    "branches-filtered, branches",
    "branches-of-two, branches-of-two-filtered",
    "branches-of-one, branches-of-two",
    "branches-of-two, branches-of-one",
    "branches-of-one, branches",
    "branches-of-two, branches-of-three",
    "exploded, exploded-filtered",
    "exploded-filtered, exploded",
  })
  void aFilterOnTheWayLeavesTheColumnsWhatTheyAre(String before, String after) {
    List<String> kept =
        before.startsWith("exploded") ? List.of("BIGINT") : List.of("DECIMAL(38, 2)", "BIGINT");
    CarriedStates found = aggregates(before, after, kept, kept);
    assertThat(only(found).stories()).isEmpty();
    assertThat(only(found).isAsExpected()).isFalse();
  }

  /** Where they cannot be told by their names alone, as behind a union. */
  @ParameterizedTest
  @CsvSource({
    "agg, agg-swapped-where-key, OF_FEWER_KEYS",
    "agg-two-phase, agg-two-phase-where-key, OF_FEWER_KEYS",
    "agg-two-phase-where-key, agg-two-phase, OTHERS",
    "union-agg, union-agg-where-key, OF_FEWER_KEYS",
    "union-agg, union-agg-having-key, OF_FEWER_KEYS",
    "union-agg, union-agg-where-key-once, OTHERS",
    "union-agg-where-key-once, union-agg-where-key-crossed, OTHERS",
    "union-agg-where-key, union-agg, OTHERS",
    "sums-summed, sums-summed-where-key, OF_FEWER_KEYS",
    "sums-summed, sums-summed-having-key, OF_FEWER_KEYS",
  })
  void aConditionOnTheKeyLeavesTheRestOfTheKeysWhatItIs(
      String before, String after, CarriedState.Reaching reaching) {
    List<String> kept = before.startsWith("agg") ? SUM_AND_COUNT : List.of("DECIMAL(38, 2)");
    CarriedStates found =
        before.startsWith("sums")
            ? aggregates(
                before,
                after,
                List.of("BIGINT", "DECIMAL(38, 2)"),
                List.of("BIGINT", "DECIMAL(38, 2)"))
            : aggregates(before, after, kept, after.contains("swapped") ? kept.reversed() : kept);
    assertThat(only(found).reaching()).isEqualTo(reaching);
    assertThat(only(found).isAsExpected())
        .isEqualTo(reaching == CarriedState.Reaching.OF_FEWER_KEYS);
  }

  /** A join hands them on where it joins by them and never has NULL in their place. */
  @ParameterizedTest
  @CsvSource({
    "join-summed, join-summed-where-key, OF_FEWER_KEYS",
    "join-summed, join-summed-having-key, OF_FEWER_KEYS",
    "join-summed, join-summed-where-key-once, OTHERS",
    "join-summed, join-summed-swapped-where-key, OF_FEWER_KEYS",
    "join-summed-where-key, join-summed, OTHERS",
    "join-summed-condition, join-summed-condition-where-key, OF_FEWER_KEYS",
    "join-summed, join-summed-condition-where-key, OTHERS",
    "join-summed-by-customer, join-summed-by-customer-where-key, OTHERS",
    "join-summed-by-customer, join-summed-by-customer-where-order, OTHERS",
    "join-left-summed, join-left-summed-where-key-twice, OF_FEWER_KEYS",
    "join-left-summed, join-left-summed-where-key-once, OTHERS",
    "join-left-summed-by-missing, join-left-summed-by-missing-where-key-twice, OTHERS",
    "join-right-summed, join-right-summed-where-key-twice, OF_FEWER_KEYS",
    "join-full-summed, join-full-summed-where-key-twice, OTHERS",
    // Of two conditions that are one to it the planner keeps the right one only.
    "join-semi-summed, join-semi-summed-where-key-twice, OTHERS",
    "exploded-of-customer, exploded-of-customer-where-key, OF_FEWER_KEYS",
    "exploded-of-customer, exploded-of-customer-where-other, OTHERS",
    // Stands in the call of the function.
    "exploded-of-word, exploded-of-word-where-key, OTHERS",
  })
  void keysGoThroughWhatPutsColumnsBesideEachOther(
      String before, String after, CarriedState.Reaching reaching) {
    List<String> sum =
        Plans.plan(before).contains("_RETRACT(")
            ? List.of("DECIMAL(38, 2)", "BIGINT", "BIGINT")
            : SUM_AND_COUNT;
    List<String> kept = before.startsWith("exploded") ? List.of("BIGINT") : sum;
    CarriedStates found =
        aggregates(before, after, kept, after.contains("swapped") ? kept.reversed() : kept);
    CarriedState aggregate =
        found.all().stream()
            .filter(each -> each.to().uid().contains("/group-aggregate."))
            .findFirst()
            .orElseThrow();
    assertThat(aggregate.reaching()).isEqualTo(reaching);
  }

  @Test
  void aJoinOfSumsGoesOnWithFewerKeysOfBoth() {
    assertThat(only(joins("sums-joined", "sums-joined-where-key")).reaching())
        .isEqualTo(CarriedState.Reaching.OF_FEWER_KEYS);
    assertThat(only(joins("sums-joined", "sums-joined-where-key-once")).reaching())
        .isEqualTo(CarriedState.Reaching.OTHERS);
  }

  /** Two sums of one shape over different rows of a table. */
  @Test
  void ofTwinsEachIsFoundByItsRows() {
    List<String> summed = List.of("DECIMAL(38, 2)");
    CarriedStates found =
        aggregates("twin-sums", "twin-sums-counted", summed, SUM_AND_COUNT.reversed());
    assertThat(found.all()).hasSize(2);
    assertThat(found.all())
        .allSatisfy(
            each -> {
              assertThat(each.reaching()).isEqualTo(CarriedState.Reaching.SAME);
              assertThat(each.to().inputs()).isEqualTo(each.from().inputs());
            });
    assertThat(
            only(aggregates(
                    "twin-sums", "twin-sums-counted-other", summed, SUM_AND_COUNT.reversed()))
                .to()
                .inputs())
        .isEqualTo(found.all().getFirst().to().inputs());
    assertThat(
            aggregates(
                    "twin-sums", "twin-sums-counted-both-other", summed, SUM_AND_COUNT.reversed())
                .isEmpty())
        .isTrue();
  }

  /** What a column is of a table joined with itself depends on the side that it is from. */
  @ParameterizedTest
  @CsvSource({
    "self-summed, self-summed-filters-swapped",
    "self-left-summed, self-right-summed",
  })
  void sidesOfATableJoinedWithItselfAreToldApart(String before, String after) {
    List<String> kept =
        Plans.plan(before).contains("_RETRACT(")
            ? List.of("DECIMAL(38, 2)", "BIGINT", "BIGINT")
            : SUM_AND_COUNT;
    assertThat(aggregates(before, after, kept, kept.reversed()).all())
        .filteredOn(each -> each.to().uid().contains("/group-aggregate."))
        .noneMatch(CarriedState::isAsExpected);
  }

  @Test
  void aJoinBehindAJoinGoesOnWhateverIsFilteredBeforeThem() {
    assertThat(only(joins("join-joins", "join-joins-where-key")).reaching())
        .isEqualTo(CarriedState.Reaching.OF_FEWER_KEYS);
    assertThat(only(joins("join-joins", "join-joins-where-paid")).reaching())
        .isEqualTo(CarriedState.Reaching.OTHERS);
  }

  @Test
  void aJoinOfRowsThatChangeGoesOnWithFewerKeys() {
    assertThat(only(joins("changelog-joined", "changelog-joined-where-key")).reaching())
        .isEqualTo(CarriedState.Reaching.OF_FEWER_KEYS);
    assertThat(joins("changelog-joined", "changelog-joined-where-name").isEmpty()).isTrue();
  }

  /** It may be filled with the same rows, which would count twice. */
  @Test
  void aTableThatTakesThePlaceOfAnotherIsNoMoreRows() {
    assertThat(
            aggregates("branches-of-two", "branches-of-two-replaced", SUM_AND_COUNT, SUM_AND_COUNT)
                .isEmpty())
        .isTrue();
  }

  @Test
  void aFilterInOneBranchLeavesTheSideOfAJoinWhatItIs() {
    CarriedStates found = joins("branches-joined", "branches-joined-filtered");
    assertThat(only(found).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(
            tuple("price", FieldStory.Kind.STARTS), tuple("id", FieldStory.Kind.GIVEN_UP));
    assertThat(only(found).reaching()).isEqualTo(CarriedState.Reaching.OTHERS);
  }

  /** The same columns and the same filters, and each branch has the column of the other. */
  @Test
  void branchesThatTakeEachOthersColumnsAreOthers() {
    assertThat(
            aggregates("branches-crossed", "branches-crossed-back", SUM_AND_COUNT, SUM_AND_COUNT)
                .isEmpty())
        .isTrue();
  }

  @Test
  void callsBehindATableFunctionMayChangePlaces() {
    CarriedStates found =
        aggregates(
            "exploded-counted",
            "exploded-reordered",
            List.of("BIGINT", "BIGINT", "BIGINT"),
            List.of("BIGINT", "BIGINT", "BIGINT"));
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void thatThereWasAFirstRowIsAllThatIsKeptOfIt() {
    List<StateSnapshot.State> flag = state("deduplicate-state", List.of("BOOLEAN"));
    CarriedStates found =
        find("first-by-arrival", "first-by-arrival-more", flag, flag, Choices.NONE);
    assertThat(only(found).moves()).isEmpty();
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void aStateNobodyKnowsIsNotTouched() {
    List<StateSnapshot.State> state = List.of(rows("inputState"), rows("valueMapState"));
    assertThat(find("over", "over-columns", state, state, Choices.NONE).isEmpty()).isTrue();
  }
}
