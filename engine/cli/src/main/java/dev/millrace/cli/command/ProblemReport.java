package dev.millrace.cli.command;

import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.ProblemText;
import dev.millrace.engine.problem.Problem;
import java.util.List;
import java.util.Map;

/** How commands that only read a project say what is wrong with it. */
final class ProblemReport {
  private ProblemReport() {}

  static List<ProblemText.Json> json(List<Problem> problems) {
    return problems.stream().map(ProblemText.Json::of).toList();
  }

  /** Shows the problems and answers with dbt's exit code for them. */
  static int finish(Console console, List<Problem> problems, Map<String, Object> answer) {
    console.problems(problems);
    long errors = Console.errors(problems);
    console.json(answer);
    if (errors > 0) {
      console.progress(errors == 1 ? "1 error" : errors + " errors");
      return 2;
    }
    return 0;
  }
}
