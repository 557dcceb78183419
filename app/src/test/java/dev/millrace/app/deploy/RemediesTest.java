package dev.millrace.app.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.parts.Remedies;
import dev.millrace.app.parts.Remedy;
import dev.millrace.engine.deploy.Outcome;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import org.junit.jupiter.api.Test;

class RemediesTest {
  private static final String TOTALS = "model.shop.totals";

  @Test
  void whatNamesACommandBecomesAButton() {
    assertThat(
            Remedies.of(
                Samples.report(
                    "totals",
                    "upgrade",
                    Outcome.BLOCKED,
                    "Remove the cause and run `millrace run --select model.shop.totals` again",
                    "Give the state up: `millrace run --full-refresh --select <model>`",
                    "Bring the old topic back")))
        .containsExactly(
            new Remedy.PlanAgain(TOTALS),
            new Remedy.StartFresh(TOTALS),
            new Remedy.Words("Bring the old topic back"));
  }

  @Test
  void whatWasCutOffCanBeResumed() {
    assertThat(Remedies.of(Samples.report("totals", "upgrade", Outcome.UNFINISHED)))
        .containsExactly(new Remedy.Resume());
  }

  @Test
  void whatWasRolledBackCanBePlannedAgain() {
    assertThat(Remedies.of(Samples.report("totals", "create", Outcome.ROLLED_BACK)))
        .containsExactly(new Remedy.PlanAgain(TOTALS));
  }

  @Test
  void successNeedsNoWayOut() {
    assertThat(Remedies.of(Samples.report("totals", "create", Outcome.COMMITTED))).isEmpty();
  }

  @Test
  void aRemedyThatNamesTheClusterBecomesAButton() {
    Problem silent =
        Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "No answer")
            .remedy("Start it with `millrace local start`");
    assertThat(Remedies.of(silent)).contains(new Remedy.StartLocal());
    assertThat(Remedies.of(Problem.error(ProblemCode.LOCKED, "Held").remedy("Wait"))).isEmpty();
  }
}
