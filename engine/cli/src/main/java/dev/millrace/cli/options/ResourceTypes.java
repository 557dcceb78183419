package dev.millrace.cli.options;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which types of node a command is about, by dbt's names. */
public final class ResourceTypes {
  private static final Set<String> KNOWN =
      Set.of(
          "model",
          "source",
          "seed",
          "test",
          "unit_test",
          "analysis",
          "snapshot",
          "exposure",
          "metric",
          "semantic_model",
          "saved_query",
          "function",
          "default",
          "all");

  @Option(
      names = {"--resource-type", "--resource-types"},
      arity = "1..*",
      split = "[ ,]",
      paramLabel = "TYPE",
      description = "Only nodes of this type, such as model, source or unit_test.")
  private List<String> only = new ArrayList<>();

  @Option(
      names = {"--exclude-resource-type", "--exclude-resource-types"},
      arity = "1..*",
      split = "[ ,]",
      paramLabel = "TYPE",
      description = "No nodes of this type.")
  private List<String> without = new ArrayList<>();

  /**
   * Whether nodes of a type are meant.
   *
   * @param byDefault whether they are when nothing is said
   * @throws MillraceException USAGE when a type is none of dbt's
   */
  public boolean includes(String type, boolean byDefault) {
    check();
    if (without.contains(type)) {
      return false;
    }
    boolean openTo = only.isEmpty() || only.contains("default");
    if (openTo && byDefault) {
      return true;
    }
    return only.contains(type) || only.contains("all");
  }

  private void check() {
    for (List<String> types : List.of(only, without)) {
      for (String type : types) {
        if (!KNOWN.contains(type)) {
          throw new MillraceException(
              Problem.error(ProblemCode.USAGE, "There is no resource type `" + type + "`")
                  .remedy("Use one of " + String.join(", ", KNOWN.stream().sorted().toList())));
        }
      }
    }
  }
}
