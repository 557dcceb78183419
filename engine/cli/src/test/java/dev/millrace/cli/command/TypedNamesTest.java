package dev.millrace.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.Consequences;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.plan.WayOffer;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.state.CarryOver;
import dev.millrace.engine.state.Way;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TypedNamesTest {
  private static final List<WayOffer> OFFERS =
      List.of(new WayOffer(Way.FRESH, "nothing goes on", "all is given up", Optional.empty()));

  @Test
  void theNameItselfMustBeTyped() {
    Plan plan = plan(Action.START_FRESH, OFFERS);

    assertThat(TypedNames.areTyped(plan, Optional.of(question -> Optional.of(" totals "))))
        .isTrue();
    assertThat(TypedNames.areTyped(plan, Optional.of(question -> Optional.of("yes")))).isFalse();
    assertThat(TypedNames.areTyped(plan, Optional.of(question -> Optional.empty()))).isFalse();
  }

  @Test
  void withNobodyThereItIsRefused() {
    assertThatThrownBy(
            () -> TypedNames.areTyped(plan(Action.START_FRESH, OFFERS), Optional.empty()))
        .isInstanceOfSatisfying(
            MillraceException.class,
            failure -> assertThat(failure.problem().describe()).contains("totals", "--yes"));
  }

  @Test
  void otherPlansWantNoName() {
    assertThat(TypedNames.areTyped(plan(Action.UPGRADE, OFFERS), Optional.empty())).isTrue();
    assertThat(TypedNames.areTyped(plan(Action.START_FRESH, List.of()), Optional.empty())).isTrue();
  }

  private static Plan plan(Action action, List<WayOffer> offers) {
    PlannedModel model =
        new PlannedModel(
            "model.shop.totals",
            List.of("model.shop.totals"),
            "totals-1",
            action,
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Consequences.NONE,
            CarryOver.NONE,
            List.of(),
            Way.FRESH,
            offers);
    return new Plan(
        "hash",
        "shop",
        "dev",
        Optional.empty(),
        Optional.empty(),
        Instant.EPOCH,
        List.of(model),
        List.of(),
        List.of());
  }
}
