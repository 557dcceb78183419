package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class WaysOutTest {
  private static final String TOTALS = "model.shop.totals";

  @Test
  void whatNamesACommandBecomesAButton() {
    assertThat(
            WaysOut.of(
                Samples.report(
                    "totals",
                    "upgrade",
                    Outcome.BLOCKED,
                    "Remove the cause and run `millrace run --select model.shop.totals` again",
                    "Give the state up: `millrace run --full-refresh --select <model>`",
                    "Bring the old topic back")))
        .containsExactly(
            new WayOut.PlanAgain(TOTALS),
            new WayOut.StartFresh(TOTALS),
            new WayOut.Words("Bring the old topic back"));
  }

  @Test
  void whatWasCutOffCanBeResumed() {
    assertThat(WaysOut.of(Samples.report("totals", "upgrade", Outcome.UNFINISHED)))
        .containsExactly(new WayOut.Resume());
  }

  @Test
  void whatWasRolledBackCanBePlannedAgain() {
    assertThat(WaysOut.of(Samples.report("totals", "create", Outcome.ROLLED_BACK)))
        .containsExactly(new WayOut.PlanAgain(TOTALS));
  }

  @Test
  void successNeedsNoWayOut() {
    assertThat(WaysOut.of(Samples.report("totals", "create", Outcome.COMMITTED))).isEmpty();
  }

  @Test
  void aRemedyThatNamesTheClusterBecomesAButton() {
    Problem silent =
        Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "No answer")
            .remedy("Start it with `millrace local start`");
    assertThat(WaysOut.of(silent)).contains(new WayOut.StartLocal());
    assertThat(WaysOut.of(Problem.error(ProblemCode.LOCKED, "Held").remedy("Wait"))).isEmpty();
  }
}
