package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandedOutTest {
  @ParameterizedTest
  @CsvSource({"values, values-having", "values-union, values-union-filtered"})
  void whoGoesOnHasHadThem(String before, String after) {
    OperatorUids.Assignment now = changed(Plans.plan(before), Plans.plan(after));

    HandedOut found = HandedOut.of(now, Set.of());

    assertThat(found).isEqualTo(HandedOut.NONE);
    assertThat(valuesOf(now)).singleElement().matches(values -> values.previous().isPresent());
  }

  @Test
  void whoBeginsAnewGetsThemAgain() {
    OperatorUids.Assignment now = changed(Plans.plan("values"), Plans.plan("values-other-key"));

    HandedOut found = HandedOut.of(now, Set.of());

    assertThat(found.again())
        .contains(valuesOf(now).getFirst().previous().orElseThrow().uid())
        .doesNotContain(source(now).previous().orElseThrow().uid());
    assertThat(found.without()).isEmpty();
  }

  @Test
  void whoGetsTheStateOfAnotherOneHasHadThem() {
    OperatorUids.Assignment now = changed(Plans.plan("values"), Plans.plan("values-column-added"));

    assertThat(HandedOut.of(now, Set.of(join(now))).again()).isEmpty();
    assertThat(HandedOut.of(now, Set.of()).again()).isNotEmpty();
  }

  @Test
  void otherRowsAreHandedOutByAnotherSource() {
    OperatorUids.Assignment now = changed(Plans.plan("values"), Plans.plan("values-more"));

    assertThat(valuesOf(now)).singleElement().matches(values -> values.previous().isEmpty());
    assertThat(HandedOut.of(now, Set.of())).isEqualTo(HandedOut.NONE);
  }

  @Test
  void whoComesBesideOneThatGoesOnGetsNone() {
    OperatorUids.Assignment now = changed(Plans.plan("values"), Plans.plan("values-twice"));
    OperatorUid first =
        now.operators().stream()
            .map(OperatorUids.Assigned::operator)
            .filter(operator -> operator.type().equals("join"))
            .findFirst()
            .orElseThrow();

    HandedOut found = HandedOut.of(now, Set.of(first));

    assertThat(found.again()).isEmpty();
    assertThat(found.without())
        .singleElement()
        .matches(operator -> operator.type().equals("join") && !operator.equals(first));
  }

  /** Which of two that hand out the same is which, nobody can say, and nobody needs to. */
  @Test
  void ofSeveralThatAreAlikeEachIsKnownAgain() {
    String two = Plans.together(List.of(Plans.plan("values"), Plans.plan("values")));
    OperatorUids.Assignment same = changed(two, two);
    OperatorUids.Assignment more = changed(Plans.plan("values"), two);

    assertThat(valuesOf(same))
        .hasSize(2)
        .allMatch(values -> values.previous().isPresent())
        .extracting(values -> values.operator().uid())
        .doesNotHaveDuplicates();
    assertThat(valuesOf(more)).filteredOn(values -> values.previous().isPresent()).hasSize(1);
  }

  private static OperatorUids.Assignment changed(String before, String after) {
    OperatorUids.Assignment old = OperatorUids.assign(before, "d1", Map.of(), List.of());
    return OperatorUids.assign(after, "d1", Map.of(), old.uids());
  }

  private static List<OperatorUids.Assigned> valuesOf(OperatorUids.Assignment assignment) {
    return assignment.operators().stream()
        .filter(each -> each.operator().type().equals("values"))
        .toList();
  }

  private static OperatorUids.Assigned source(OperatorUids.Assignment assignment) {
    return assignment.operators().stream()
        .filter(each -> each.operator().role() == OperatorRole.SOURCE)
        .findFirst()
        .orElseThrow();
  }

  private static OperatorUid join(OperatorUids.Assignment assignment) {
    return assignment.operators().stream()
        .map(OperatorUids.Assigned::operator)
        .filter(operator -> operator.type().equals("join"))
        .findFirst()
        .orElseThrow();
  }
}
