package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.DbtContext;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.NodeActions;
import dev.millrace.engine.project.context.PlainValues;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import dev.millrace.engine.trust.SecretResolver;
import dev.millrace.jinja.Position;
import dev.millrace.jinja.TemplateException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Renders values of YAML files with dbt's typed Jinja. Used by one thread. */
final class YamlRenderer {
  private final ProjectScope scope;
  private final DbtContext context;
  private final Consumer<Problem> problems;

  /**
   * @param packageName whose variables {@code var()} reads
   * @param problems where faults go; the faulty value is left out
   */
  YamlRenderer(ProjectScope scope, String packageName, Consumer<Problem> problems) {
    this.scope = scope.withoutMacros();
    this.context = context(this.scope, packageName, problems, Map.of());
    this.problems = problems;
  }

  /**
   * What YAML sees, which belongs to no node.
   *
   * @param values further names
   */
  static DbtContext context(
      ProjectScope scope,
      String packageName,
      Consumer<Problem> problems,
      Map<String, Object> values) {
    return new DbtContext(
        scope.withoutMacros(), packageName, DbtContext.Phase.EXECUTE, new NoNode(problems), values);
  }

  /**
   * The value with all its texts rendered, without nulls.
   *
   * @param key the key it stands under; it tells secrets
   */
  @Nullable Object render(YamlValue value, String key) {
    return switch (value) {
      case YamlScalar scalar -> scalar(scalar, key);
      case YamlSequence sequence -> {
        List<Object> list = new ArrayList<>();
        for (YamlValue element : sequence.elements()) {
          Object rendered = render(element, key);
          if (rendered != null) {
            list.add(rendered);
          }
        }
        yield list;
      }
      case YamlMapping mapping -> mapping(mapping);
    };
  }

  /** The mapping with all its texts rendered, without nulls. */
  Map<String, Object> mapping(YamlMapping mapping) {
    Map<String, Object> map = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              Object rendered = render(entry.value(), key);
              if (rendered != null) {
                map.put(key, rendered);
              }
            });
    return map;
  }

  /** The value under a key as text. */
  Optional<String> text(YamlMapping mapping, String key) {
    return mapping
        .get(key)
        .map(value -> Optional.ofNullable(render(value, key)))
        .flatMap(rendered -> rendered)
        .map(String::valueOf);
  }

  /** A text that stands in a file of this path, rendered. */
  @Nullable Object value(String text, String key, String file) {
    SourcePosition at = new SourcePosition(file, 1, 1);
    return scalar(new YamlScalar(at, text, text, at), key);
  }

  private @Nullable Object scalar(YamlScalar scalar, String key) {
    if (!(scalar.value() instanceof String text)) {
      return scalar.value();
    }
    if (!isTemplate(text)) {
      // dbt renders every text, and rendering drops one line end.
      return text.endsWith("\n") ? text.substring(0, text.length() - 1) : text;
    }
    SourcePosition at = scalar.textPosition();
    context.secretKey(SecretResolver.isSecretKey(key));
    try {
      return PlainValues.of(
          scope
              .environment()
              .parse(text, at.file(), Math.max(at.line(), 1), Math.max(at.column(), 1))
              .renderNative(context));
    } catch (TemplateException e) {
      // A password may hold braces without meaning a template.
      if (key.equals("password") && e.kind() == dev.millrace.jinja.ErrorKind.SYNTAX) {
        return text;
      }
      problems.accept(Faults.of(e));
      return null;
    } finally {
      context.secretKey(false);
    }
  }

  static boolean isTemplate(String text) {
    return text.contains("{{") || text.contains("{%") || text.contains("{#");
  }

  /** YAML belongs to no node. */
  private record NoNode(Consumer<Problem> problems) implements NodeActions {
    @Override
    public Object ref(
        Optional<String> packageName, String name, Optional<String> version, Position position) {
      throw unavailable("ref");
    }

    @Override
    public Object source(String source, String table, Position position) {
      throw unavailable("source");
    }

    @Override
    public void configure(Map<String, Object> values, Position position) {
      throw unavailable("config");
    }

    @Override
    public @Nullable Object configured(String key) {
      throw unavailable("config");
    }

    @Override
    public void warn(String message, Position position) {
      problems.accept(
          Problem.warning(ProblemCode.JINJA_INVALID, message).at(Faults.position(position)));
    }

    private static RuntimeException unavailable(String function) {
      return Faults.fault(
          ProblemCode.JINJA_INVALID,
          function + "() cannot be used in this file",
          "Use it in the SQL of a model");
    }
  }
}
