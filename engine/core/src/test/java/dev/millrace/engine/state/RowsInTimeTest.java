package dev.millrace.engine.state;

import static dev.millrace.engine.state.Carrying.SUM_AND_COUNT;
import static dev.millrace.engine.state.Carrying.copy;
import static dev.millrace.engine.state.Carrying.find;
import static dev.millrace.engine.state.Carrying.only;
import static dev.millrace.engine.state.Carrying.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.millrace.engine.connect.StateMove;
import dev.millrace.engine.connect.StateSnapshot;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that wait for their time: for those of the other side, or for the end of a window. */
class RowsInTimeTest {
  @Test
  void rowsThatWaitForAVersionGetTheNewColumnAsNull() {
    CarriedStates found = versions("temporal", "temporal-more");
    assertThat(only(found).moves())
        .extracting(StateMove::name, StateMove::newName)
        .containsExactly(tuple("left", "left"));
    assertThat(only(found).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(tuple("item", FieldStory.Kind.STARTS));
    assertThat(only(found).isAsExpected()).isFalse();
  }

  @Test
  void aColumnThatIsNoLongerAskedForIsGivenUp() {
    CarriedStates back = versions("temporal-more", "temporal");
    assertThat(only(back).moves().getFirst().fields()).containsExactly(copy(0), copy(1), copy(3));
    assertThat(only(back).isAsExpected()).isTrue();
    CarriedStates ofVersions = versions("temporal-inner", "temporal-less");
    assertThat(only(ofVersions).moves()).extracting(StateMove::name).containsExactly("right");
    assertThat(only(ofVersions).isAsExpected()).isTrue();
  }

  /** Which rows of the first side are handed on without a version is asked when they are. */
  @Test
  void whetherRowsWithoutAVersionAreHandedOnChangesNothingOfWhatWaits() {
    for (String[] change :
        List.of(
            new String[] {"temporal", "temporal-inner"},
            new String[] {"temporal-inner", "temporal"})) {
      CarriedStates found = versions(change[0], change[1]);
      assertThat(only(found).moves()).isEmpty();
      assertThat(only(found).isAsExpected()).isTrue();
    }
  }

  @Test
  void anotherFilterBeforeTheFirstSideIsSaid() {
    assertThat(only(versions("temporal-few", "temporal-few-more")).reaching())
        .isEqualTo(CarriedState.Reaching.OTHERS);
  }

  /** The planner filters behind the join, where rows that wait have NULL for the new column. */
  @Test
  void aFilterOfANewColumnIsSaid() {
    assertThat(only(versions("temporal-more", "temporal-filtered")).stories())
        .extracting(FieldStory::what, FieldStory::kind)
        .containsExactly(tuple("amount", FieldStory.Kind.STARTS));
  }

  @Test
  void sumsBehindAJoinInTimeAreFoundAgainWhereItHandsOnOneColumnMore() {
    List<StateSnapshot.State> before = with(sides("left", "right"), "accState", "DECIMAL(38, 2)");
    List<StateSnapshot.State> after = with(sides("left", "right"), "accState", SUM_AND_COUNT);
    CarriedStates found = find("temporal-sum", "temporal-sums", before, after, Choices.NONE);
    assertThat(found.all())
        .extracting(each -> each.to().type())
        .containsExactly("temporal-join", "group-aggregate");
    assertThat(found.all().getLast().moves().getFirst().fields()).startsWith(copy(0));
    CarriedStates back = find("temporal-sums", "temporal-sum", after, before, Choices.NONE);
    assertThat(back.all()).hasSize(2).allMatch(CarriedState::isAsExpected);
  }

  @Test
  void rowsOfAnIntervalGetTheNewColumnAsNull() {
    CarriedStates found = intervals("interval", "interval-more");
    assertThat(only(found).moves())
        .extracting(StateMove::name)
        .containsExactly("IntervalJoinLeftCache");
    assertThat(only(found).isAsExpected()).isFalse();
    assertThat(only(intervals("interval-more", "interval")).isAsExpected()).isTrue();
    assertThat(only(intervals("interval-left-more", "interval-left")).isAsExpected()).isTrue();
  }

  @Test
  void sumsBehindAnIntervalAreFoundAgain() {
    List<String> names = List.of("IntervalJoinLeftCache", "IntervalJoinRightCache");
    List<StateSnapshot.State> before = with(sides(names), "accState", SUM_AND_COUNT);
    List<StateSnapshot.State> after = with(sides(names), "accState", "DECIMAL(38, 2)");
    CarriedStates found = find("interval-sums", "interval-sum", before, after, Choices.NONE);
    assertThat(found.all())
        .extracting(each -> each.to().type())
        .containsExactly("interval-join", "group-aggregate");
    assertThat(found.all()).allMatch(CarriedState::isAsExpected);
  }

  /** Rows are marked where those without a partner are handed on, which rests on the condition. */
  @ParameterizedTest
  @CsvSource({"interval, interval-left", "interval-left-more, interval-left-condition"})
  void anIntervalThatMarksOtherwiseIsNotCarriedOver(String before, String after) {
    assertThat(intervals(before, after).isEmpty()).isTrue();
  }

  @Test
  void marksThatNobodyWantsAnyMoreDoNoHarm() {
    CarriedStates found = intervals("interval-left", "interval");
    assertThat(only(found).moves()).isEmpty();
    assertThat(only(found).isAsExpected()).isTrue();
  }

  @Test
  void rowsThatWereLetGoAreNotThereForAWiderInterval() {
    CarriedStates found = intervals("interval-more", "interval-2h-more");
    assertThat(found.isEmpty()).as("the same operator, told by its verdict").isTrue();
    assertThat(only(intervals("interval", "interval-2h-more")).reaching())
        .isEqualTo(CarriedState.Reaching.OTHERS);
  }

  @Test
  void rowsOfOpenWindowsGoOverWhateverTheirJoinHandsOn() {
    List<StateSnapshot.State> sides = sides("left-records", "right-records");
    CarriedStates more = find("window-joined", "window-joined-more", sides, sides, Choices.NONE);
    assertThat(only(more).moves()).extracting(StateMove::name).containsExactly("left-records");
    assertThat(only(more).isAsExpected()).isFalse();
    CarriedStates less = find("window-joined-more", "window-joined", sides, sides, Choices.NONE);
    assertThat(only(less).isAsExpected()).isTrue();
    CarriedStates left = find("window-joined", "window-joined-left", sides, sides, Choices.NONE);
    assertThat(only(left).moves()).isEmpty();
    assertThat(only(left).isAsExpected()).isTrue();
    assertThat(find("window-joined", "window-joined-20s", sides, sides, Choices.NONE).isEmpty())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({"window-top, window_rank", "window-last, window_deduplicate"})
  void rowsThatAreChosenInOpenWindowsGoOver(String plan, String name) {
    List<StateSnapshot.State> state = sides(List.of(name));
    CarriedStates less = find(plan + "-more", plan, state, state, Choices.NONE);
    assertThat(only(less).moves()).extracting(StateMove::name).containsExactly(name);
    assertThat(only(less).isAsExpected()).isTrue();
    assertThat(only(find(plan, plan + "-more", state, state, Choices.NONE)).isAsExpected())
        .isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "window-top, window-top-other, window_rank",
    "window-last, window-first-more, window_deduplicate"
  })
  void otherRowsOfAWindowAreNotThere(String before, String after, String name) {
    List<StateSnapshot.State> state = sides(List.of(name));
    assertThat(find(before, after, state, state, Choices.NONE).isEmpty()).isTrue();
  }

  private static CarriedStates versions(String before, String after) {
    List<StateSnapshot.State> sides = sides("left", "right");
    return find(before, after, sides, sides, Choices.NONE);
  }

  private static CarriedStates intervals(String before, String after) {
    List<StateSnapshot.State> sides = sides("IntervalJoinLeftCache", "IntervalJoinRightCache");
    return find(before, after, sides, sides, Choices.NONE);
  }

  private static List<StateSnapshot.State> sides(String left, String right) {
    return sides(List.of(left, right));
  }

  private static List<StateSnapshot.State> sides(List<String> names) {
    return names.stream().map(Carrying::rows).toList();
  }

  private static List<StateSnapshot.State> with(
      List<StateSnapshot.State> states, String name, String... value) {
    return with(states, name, List.of(value));
  }

  private static List<StateSnapshot.State> with(
      List<StateSnapshot.State> states, String name, List<String> value) {
    List<StateSnapshot.State> all = new ArrayList<>(states);
    all.addAll(state(name, value));
    return all;
  }
}
