package dev.millrace.app.dag;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class DagWalkTest {
  private final Placement placement =
      new DagLayout().place(Graphs.of("a>b", "a>c", "b>d", "c>d"), Placement.EMPTY);

  @Test
  void rightLeadsToAReaderAndLeftBack() {
    OptionalInt reader = DagWalk.next(placement, 0, DagWalk.Step.RIGHT);
    assertThat(reader.getAsInt()).isIn(1, 2);
    assertThat(DagWalk.next(placement, reader.getAsInt(), DagWalk.Step.LEFT)).hasValue(0);
  }

  @Test
  void downAndUpStayInTheLayer() {
    int upper = placement.box(1).y() < placement.box(2).y() ? 1 : 2;
    int lower = 3 - upper;
    assertThat(DagWalk.next(placement, upper, DagWalk.Step.DOWN)).hasValue(lower);
    assertThat(DagWalk.next(placement, lower, DagWalk.Step.UP)).hasValue(upper);
  }

  @Test
  void whereNothingIsTheWalkEnds() {
    assertThat(DagWalk.next(placement, 3, DagWalk.Step.RIGHT)).isEmpty();
    assertThat(DagWalk.next(placement, 0, DagWalk.Step.LEFT)).isEmpty();
  }

  @Test
  void theWalkBeginsAtTheLeft() {
    assertThat(DagWalk.first(placement)).hasValue(0);
    assertThat(DagWalk.first(Placement.EMPTY)).isEmpty();
  }

  @Test
  void aHitIsInsideANodeOrNearIt() {
    Box box = placement.box(3);
    assertThat(DagHit.nodeAt(placement, box.centerX(), box.centerY(), 0)).hasValue(3);
    assertThat(DagHit.nodeAt(placement, box.right() + 3, box.centerY(), 4)).hasValue(3);
    assertThat(DagHit.nodeAt(placement, box.right() + 5, box.centerY(), 4)).isEmpty();
  }
}
