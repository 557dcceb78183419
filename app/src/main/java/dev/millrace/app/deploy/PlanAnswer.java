package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import java.util.List;

/**
 * A plan, and what it was made for.
 *
 * @param options what the request means for that reading
 * @param project the reading of the folder it was made from
 * @param warnings of the selection, such as a term that matched nothing
 */
public record PlanAnswer(
    PlanRequest request, PlanOptions options, Plan plan, Project project, List<Problem> warnings) {
  public PlanAnswer {
    requireNonNull(request, "request");
    requireNonNull(options, "options");
    requireNonNull(plan, "plan");
    requireNonNull(project, "project");
    warnings = List.copyOf(warnings);
  }

  /**
   * Whether a reading of the folder says of its nodes what the plan was made for. Macros are not
   * looked at; whoever applies the plan compares what they render.
   */
  public boolean fits(Project reading) {
    return reading.name().equals(project.name())
        && reading.target().equals(project.target())
        && reading.nodes().equals(project.nodes());
  }
}
