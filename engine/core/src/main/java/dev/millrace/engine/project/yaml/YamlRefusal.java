package dev.millrace.engine.project.yaml;

import dev.millrace.engine.problem.Problem;

/** Ends the reading of a file that breaks a rule; never leaves this package. */
final class YamlRefusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  YamlRefusal(Problem problem) {
    super(problem.message(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
