package dev.millrace.app.dag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class ViewportTest {
  @Test
  void whatIsUnderThePointerStaysThereWhenZooming() {
    Viewport view = new Viewport(0.7, 31, -12);
    double x = view.pictureX(400);
    double y = view.pictureY(300);

    Viewport zoomed = view.zoomedAround(400, 300, 1.4);

    assertThat(zoomed.scale()).isEqualTo(0.98, within(1e-9));
    assertThat(zoomed.screenX(x)).isEqualTo(400, within(1e-9));
    assertThat(zoomed.screenY(y)).isEqualTo(300, within(1e-9));
  }

  @Test
  void zoomingEndsSomewhere() {
    Viewport view = new Viewport(1, 0, 0);
    for (int step = 0; step < 100; step++) {
      view = view.zoomedAround(10, 10, 2);
    }
    assertThat(view.scale()).isEqualTo(Viewport.MOST);
    assertThat(view.pictureX(10)).isEqualTo(10, within(1e-6));
  }

  @Test
  void fittingShowsAllOfIt() {
    Box box = new Box(-300, 40, 5_000, 900);

    Box seen = Viewport.fitting(box, 1_280, 800).seen(1_280, 800);

    assertThat(seen.x()).isLessThanOrEqualTo(box.x());
    assertThat(seen.right()).isGreaterThanOrEqualTo(box.right());
    assertThat(seen.y()).isLessThanOrEqualTo(box.y());
    assertThat(seen.bottom()).isGreaterThanOrEqualTo(box.bottom());
  }

  @Test
  void revealingMovesNothingThatIsSeenAlready() {
    Viewport view = new Viewport(1, 0, 0);
    assertThat(view.revealing(new Box(100, 100, 50, 20), 800, 600)).isEqualTo(view);
  }

  @Test
  void revealingBringsInWhatIsOutside() {
    Viewport view = new Viewport(1, 0, 0).revealing(new Box(2_000, -500, 50, 20), 800, 600);
    Box seen = view.seen(800, 600);
    assertThat(seen.contains(2_050, -480)).isTrue();
    assertThat(seen.contains(2_000, -500)).isTrue();
  }
}
