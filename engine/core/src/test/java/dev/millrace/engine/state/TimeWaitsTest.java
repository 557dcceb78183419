package dev.millrace.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWaitsTest {
  @ParameterizedTest
  @ValueSource(strings = {"window", "window-hop", "window-session", "group-window", "local-window"})
  void windowsByEventTimeHoldNothingButOpenWindows(String plan) {
    assertThat(held(Plans.plan(plan))).containsExactly(TimeWaits.Held.WINDOWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"over", "interval", "temporal", "match"})
  void othersHoldRowsBesideWhatTheyRemember(String plan) {
    assertThat(held(Plans.plan(plan))).containsExactly(TimeWaits.Held.ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"agg", "agg-two-phase", "join", "top3", "dedup-last", "stateless"})
  void whatHasNoTimeWaitsForNone(String plan) {
    assertThat(held(Plans.plan(plan))).isEmpty();
  }

  @Test
  void theMachinesClockIsNotEventTime() {
    assertThat(
            held(
                Plans.plan("window")
                    .replace("\"isRowtime\" : true", "\"isRowtime\" : false")
                    .replace("\"isRowtime\":true", "\"isRowtime\":false")))
        .isEmpty();
    assertThat(held(Plans.plan("over").replace("ROWTIME", "PROCTIME"))).isEmpty();
  }

  @Test
  void aSourceThatMayBeIdleIsTold() {
    String plan = Plans.plan("window");
    String idle = "table.exec.source.idle-timeout";

    assertThat(TimeWaits.of(plan, Map.of()).mayBeBehindIdleSources()).isFalse();
    assertThat(TimeWaits.of(plan, Map.of(idle, "0 s")).mayBeBehindIdleSources()).isFalse();
    assertThat(TimeWaits.of(plan, Map.of(idle, "10 s")).mayBeBehindIdleSources()).isTrue();
    assertThat(
            TimeWaits.of(
                    plan.replaceFirst("(\"idleTimeoutMillis\"\\s*:\\s*)-1", "$11000"), Map.of())
                .mayBeBehindIdleSources())
        .isTrue();
  }

  private static List<TimeWaits.Held> held(String plan) {
    OperatorUids.Assignment assignment = OperatorUids.assign(plan, "shop", Map.of(), List.of());
    TimeWaits waits = TimeWaits.of(assignment.plan(), Map.of());
    List<TimeWaits.Held> held =
        assignment.uids().stream().map(waits::of).flatMap(Optional::stream).toList();
    assertThat(waits.isEmpty()).isEqualTo(held.isEmpty());
    return held;
  }
}
