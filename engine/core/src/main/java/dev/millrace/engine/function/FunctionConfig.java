package dev.millrace.engine.function;

import dev.millrace.engine.connect.Jar;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.jar.ConfiguredJars;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a model that is a function is configured with. */
public final class FunctionConfig {
  private static final Set<String> LANGUAGES = Set.of("JAVA", "SCALA");

  /** What Java takes for the name of a class. */
  private static final String CLASS_NAME =
      "[\\p{L}_$][\\p{L}\\p{N}_$]*(\\.[\\p{L}_$][\\p{L}\\p{N}_$]*)*";

  private FunctionConfig() {}

  /**
   * The function, with its jars as they are now.
   *
   * @param root the project's folder, which relative paths of jars are relative to
   * @throws MillraceException CONFIG_INVALID with all that is wrong, each with its place
   */
  public static PlannedRelation.Function function(Path root, Node node) {
    List<Problem> problems = new ArrayList<>();
    String className = node.config().text("class").map(String::strip).orElse("");
    if (!className.matches(CLASS_NAME)) {
      problems.add(
          wrong(
              node,
              "class",
              className.isEmpty()
                  ? "The function `" + node.name() + "` names no class"
                  : "`" + className + "` is no name of a class",
              "Set `class` to the full name of its class, such as com.example.MyFunction"));
    }
    String language = node.config().text("language").orElse("java").toUpperCase(Locale.ROOT);
    if (!LANGUAGES.contains(language)) {
      problems.add(
          wrong(
              node,
              "language",
              "Functions in `" + language.toLowerCase(Locale.ROOT) + "` are not run from here",
              "Write it in java or scala, and set `language` to that"));
    }
    List<Jar> jars = List.of();
    try {
      jars = ConfiguredJars.of(root, node);
    } catch (MillraceException e) {
      problems.addAll(e.problems());
    }
    if (node.config().texts(ConfiguredJars.KEY).isEmpty()) {
      problems.add(
          wrong(
              node,
              ConfiguredJars.KEY,
              "The function `" + node.name() + "` names no jar",
              "Set `jars` to the jars its class is in, relative to the project's folder"));
    }
    if (!problems.isEmpty()) {
      throw new MillraceException(problems, null);
    }
    return new PlannedRelation.Function(
        node.uniqueId(), node.relation(), className, language, jars);
  }

  private static Problem wrong(Node node, String key, String message, String remedy) {
    return Problem.error(ProblemCode.CONFIG_INVALID, message)
        .at(
            Optional.ofNullable(node.config().origins().get(key))
                .or(() -> Optional.ofNullable(node.config().origins().get("materialized")))
                .orElse(SourcePosition.of(node.path())))
        .remedy(remedy);
  }
}
