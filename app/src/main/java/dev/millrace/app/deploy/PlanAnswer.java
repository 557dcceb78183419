package dev.millrace.app.deploy;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Project;
import java.util.List;

/**
 * A plan, and what it was made for.
 *
 * @param project the reading of the folder it was made from
 * @param warnings of the selection, such as a term that matched nothing
 */
public record PlanAnswer(PlanRequest request, Plan plan, Project project, List<Problem> warnings) {
  public PlanAnswer {
    requireNonNull(request, "request");
    requireNonNull(plan, "plan");
    requireNonNull(project, "project");
    warnings = List.copyOf(warnings);
  }
}
