package dev.millrace.engine.compile;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Warnings that many nodes would give for one reason: each is told once for each kind of node,
 * where it was met first, with the number of nodes. Used by one thread.
 */
final class CompileWarnings {
  private final Map<Reason, SourcePosition> first = new LinkedHashMap<>();
  private final Map<Reason, Integer> counts = new LinkedHashMap<>();

  /** What is told once. */
  private record Reason(ProblemCode code, String kind, String sentence, String remedy) {}

  /** Notes that a config, or a part of one, has no effect on a node. */
  void withoutEffect(Node node, String key, String name, String why, String remedy) {
    add(
        ProblemCode.CONFIG_INVALID,
        node,
        StorageResolver.origin(node, key),
        "The config `" + name + "` " + why,
        remedy);
  }

  /** Notes a warning of a node. */
  void add(ProblemCode code, Node node, SourcePosition position, String sentence, String remedy) {
    Reason reason = new Reason(code, node.resourceTypeName(), sentence, remedy);
    first.putIfAbsent(reason, position);
    counts.merge(reason, 1, Integer::sum);
  }

  /** Tells all that was noted. */
  void report(Consumer<Problem> problems) {
    first.forEach(
        (reason, position) -> {
          int count = counts.getOrDefault(reason, 1);
          String among = count == 1 ? "" : " (" + count + " " + plural(reason.kind()) + ")";
          problems.accept(
              Problem.warning(reason.code(), reason.sentence() + among)
                  .at(position)
                  .remedy(reason.remedy()));
        });
  }

  private static String plural(String kind) {
    return kind.equals("analysis") ? "analyses" : kind + "s";
  }
}
