package dev.millrace.engine.plan;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.state.StateVerdict;
import java.util.List;

/**
 * A rule of the project that speaks of a verdict of a plan.
 *
 * @param place where the rule stands
 * @param operators that have this verdict, as Flink describes them; empty where it is that of the
 *     whole job
 */
public record PolicyRuling(
    StateVerdict.Kind verdict,
    StatePolicy.Decision decision,
    SourcePosition place,
    List<String> operators) {
  public PolicyRuling {
    requireNonNull(verdict, "verdict");
    requireNonNull(decision, "decision");
    requireNonNull(place, "place");
    operators = List.copyOf(operators);
  }

  /** As it is written, such as {@code lost: forbid}. */
  public String written() {
    return PlanWords.word(verdict) + ": " + decision.written();
  }
}
