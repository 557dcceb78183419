package dev.millrace.engine.compile;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.GenericTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.jinja.Template;
import dev.millrace.jinja.TemplateException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Renders a project exactly as {@code dbt compile} writes it: text by text, with no regard to what
 * Flink makes of it. This is what dbt's artifacts hold. For one project, used by one thread.
 */
public final class DbtTexts {
  private final Project project;
  private final NodeRenderer renderer;
  private final Map<String, Result> done = new HashMap<>();

  /** What became of a node. */
  public sealed interface Result {
    /**
     * @param macros unique ids of the macros that its text called itself
     */
    record Rendered(String text, List<String> macros) implements Result {
      public Rendered {
        macros = List.copyOf(macros);
      }
    }

    /**
     * It could not be rendered.
     *
     * @param macros unique ids of the macros that its text had called itself by then
     */
    record Failed(Problem problem, List<String> macros) implements Result {
      public Failed {
        macros = List.copyOf(macros);
      }
    }

    /** Unique ids of the macros that its text called itself. */
    List<String> macros();
  }

  public DbtTexts(Project project) {
    this.project = project;
    this.renderer = new NodeRenderer(project, project.templates().scope(), Set.of(), warning -> {});
  }

  /** All models, analyses and data tests by unique id; what has no text of its own is left out. */
  public Map<String, Result> all() {
    Map<String, Result> results = new LinkedHashMap<>();
    for (Node node : project.nodes().values()) {
      boolean text =
          switch (node.resourceType()) {
            case MODEL, ANALYSIS, TEST, SNAPSHOT, OPERATION -> true;
            case SOURCE, SEED -> false;
          };
      if (text) {
        results.put(node.uniqueId(), injected(node, Optional.empty()));
      }
    }
    for (Node operation : project.details().operations().values()) {
      results.put(operation.uniqueId(), injected(operation, Optional.empty()));
    }
    for (DataTest test : project.details().dataTests().values()) {
      results.put(test.node().uniqueId(), injected(test.node(), test.generic()));
    }
    return results;
  }

  /** A data test alone. */
  public Result of(DataTest test) {
    return injected(test.node(), test.generic());
  }

  private Result injected(Node node, Optional<GenericTest> generic) {
    Result own = own(node, generic);
    if (!(own instanceof Result.Rendered rendered)) {
      return own;
    }
    Map<String, MappedText> expressions = new LinkedHashMap<>();
    for (String parent : node.dependsOn()) {
      Optional<Problem> failed = collect(parent, expressions);
      if (failed.isPresent()) {
        return new Result.Failed(failed.get(), rendered.macros());
      }
    }
    SourcePosition place = SourcePosition.of(node.path());
    String text = CteInjector.inject(MappedText.made(rendered.text(), place), expressions).text();
    return new Result.Rendered(text, rendered.macros());
  }

  /** Adds the ephemeral models below one, deepest first; tells the first that failed. */
  private Optional<Problem> collect(String uniqueId, Map<String, MappedText> expressions) {
    Node node = project.node(uniqueId);
    String name = NodeRenderer.expressionName(node);
    if (!renderer.isInlined(node) || expressions.containsKey(name)) {
      return Optional.empty();
    }
    Result own = own(node, Optional.empty());
    if (own instanceof Result.Failed failure) {
      return Optional.of(failure.problem());
    }
    for (String parent : node.dependsOn()) {
      Optional<Problem> failed = collect(parent, expressions);
      if (failed.isPresent()) {
        return failed;
      }
    }
    if (own instanceof Result.Rendered rendered) {
      expressions.put(name, MappedText.made(rendered.text(), SourcePosition.of(node.path())));
    }
    return Optional.empty();
  }

  private Result own(Node node, Optional<GenericTest> generic) {
    Result before = done.get(node.uniqueId());
    if (before != null) {
      return before;
    }
    Result result;
    try {
      result =
          isPython(node) ? renderer.asPython(node) : renderer.asDbt(node, template(node), generic);
    } catch (MillraceException e) {
      result = new Result.Failed(e.problem(), List.of());
    } catch (TemplateException e) {
      result = new Result.Failed(Faults.of(e), List.of());
    }
    done.put(node.uniqueId(), result);
    return result;
  }

  private boolean isPython(Node node) {
    NodeDetails details = project.details().nodes().get(node.uniqueId());
    return details != null && details.language().equals("python");
  }

  private Template template(Node node) {
    return project.templates().scope().environment().parse(NodeRenderer.written(node), node.path());
  }
}
