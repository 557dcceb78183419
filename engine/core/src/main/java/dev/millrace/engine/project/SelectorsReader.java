package dev.millrace.engine.project;

import dev.millrace.engine.graph.IndirectSelection;
import dev.millrace.engine.graph.SelectionExpression;
import dev.millrace.engine.graph.SelectionExpression.Criterion;
import dev.millrace.engine.graph.SelectionExpression.Difference;
import dev.millrace.engine.graph.SelectionExpression.Intersection;
import dev.millrace.engine.graph.SelectionExpression.Union;
import dev.millrace.engine.graph.SelectionTerm;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Reads {@code selectors.yml}; a faulty selector is told and left out. */
final class SelectorsReader {
  private static final String FILE = "selectors.yml";

  private final Consumer<Problem> problems;
  private final YamlFields fields;
  private final YamlRenderer renderer;

  SelectorsReader(ProjectScope scope, String packageName, Consumer<Problem> problems) {
    this.problems = problems;
    this.fields = new YamlFields(problems);
    this.renderer = new YamlRenderer(scope, packageName, problems);
  }

  Selectors read(Path root) {
    Path file = root.resolve(FILE);
    if (!ProjectPaths.isFile(file)) {
      return Selectors.NONE;
    }
    YamlDocument document =
        new YamlReader().read(ProjectPaths.read(file, FILE, problems).orElse(""), FILE);
    document.problems().forEach(problems);
    Map<String, SelectionExpression> byName = new LinkedHashMap<>();
    Map<String, Map<String, @Nullable Object>> written = new LinkedHashMap<>();
    Optional<String> byDefault = Optional.empty();
    for (YamlMapping selector : fields.mappings(document.root(), "selectors")) {
      Optional<String> name = fields.name(selector, "selector");
      Optional<YamlValue> definition = selector.get("definition");
      if (name.isEmpty()) {
        continue;
      }
      if (definition.isEmpty()) {
        fields.report(selector.position(), "This selector selects nothing", "Add `definition:`");
        continue;
      }
      try {
        byName.put(name.get(), expression(definition.get()));
        written.put(name.get(), selector.plain());
        if (renderer.text(selector, "default").filter("true"::equalsIgnoreCase).isPresent()) {
          byDefault = name;
        }
      } catch (MillraceException e) {
        problems.accept(
            e.problem().position().isPresent() ? e.problem() : e.problem().at(selector.position()));
      }
    }
    return new Selectors(byName, byDefault, written);
  }

  private SelectionExpression expression(YamlValue value) {
    return switch (value) {
      case YamlScalar scalar ->
          at(value.position(), () -> SelectionExpression.parse(List.of(text(scalar))));
      case YamlSequence sequence -> new Union(parts(sequence));
      case YamlMapping mapping -> expression(mapping);
    };
  }

  private SelectionExpression expression(YamlMapping mapping) {
    Optional<YamlValue> union = mapping.get("union").or(() -> mapping.get("or"));
    Optional<YamlValue> intersection = mapping.get("intersection").or(() -> mapping.get("and"));
    if (union.isPresent()) {
      return without(union.get(), Union::new);
    }
    if (intersection.isPresent()) {
      return without(intersection.get(), Intersection::new);
    }
    Optional<YamlValue> excluded = mapping.get("exclude");
    SelectionExpression included = at(mapping.position(), () -> criterion(mapping));
    return excluded.isEmpty() ? included : new Difference(included, expression(excluded.get()));
  }

  /** A list of parts of which one may say what is taken away from the rest. */
  private SelectionExpression without(
      YamlValue list,
      java.util.function.Function<List<SelectionExpression>, SelectionExpression> join) {
    List<YamlValue> included = new ArrayList<>();
    Optional<YamlValue> excluded = Optional.empty();
    List<YamlValue> elements =
        list instanceof YamlSequence sequence ? sequence.elements() : List.of(list);
    for (YamlValue element : elements) {
      if (element instanceof YamlMapping mapping
          && mapping.entries().size() == 1
          && mapping.get("exclude").isPresent()) {
        excluded = mapping.get("exclude");
      } else {
        included.add(element);
      }
    }
    SelectionExpression whole = join.apply(included.stream().map(this::expression).toList());
    return excluded.isEmpty() ? whole : new Difference(whole, expression(excluded.get()));
  }

  private List<SelectionExpression> parts(YamlSequence sequence) {
    return sequence.elements().stream().map(this::expression).toList();
  }

  private SelectionExpression criterion(YamlMapping mapping) {
    Optional<String> method = renderer.text(mapping, "method");
    if (method.isEmpty() && mapping.entries().size() == 1) {
      Map.Entry<String, YamlValue.Entry> only = mapping.entries().entrySet().iterator().next();
      return new Criterion(
          SelectionTerm.of(
              only.getKey(),
              String.valueOf(renderer.render(only.getValue().value(), only.getKey())),
              false,
              OptionalInt.empty(),
              OptionalInt.empty()),
          Optional.empty());
    }
    Optional<String> value = renderer.text(mapping, "value");
    if (method.isEmpty() || value.isEmpty()) {
      throw new MillraceException(
          Problem.error(
                  dev.millrace.engine.problem.ProblemCode.SELECTION_INVALID,
                  "This selection needs a method and a value")
              .at(mapping.position())
              .remedy("Write `method: tag` and `value: daily`, for example"));
    }
    return new Criterion(
        SelectionTerm.of(
            method.get(),
            value.get(),
            flag(mapping, "childrens_parents"),
            steps(mapping, "parents"),
            steps(mapping, "children")),
        renderer.text(mapping, "indirect_selection").map(IndirectSelection::named));
  }

  private boolean flag(YamlMapping mapping, String key) {
    return renderer.text(mapping, key).filter("true"::equalsIgnoreCase).isPresent();
  }

  private OptionalInt steps(YamlMapping mapping, String key) {
    if (!flag(mapping, key)) {
      return OptionalInt.empty();
    }
    return mapping.get(key + "_depth").map(YamlValue::plain).orElse(null) instanceof Long depth
        ? OptionalInt.of(depth.intValue())
        : OptionalInt.of(Integer.MAX_VALUE);
  }

  private String text(YamlScalar scalar) {
    return String.valueOf(renderer.render(scalar, "definition"));
  }

  private static SelectionExpression at(
      SourcePosition position, java.util.function.Supplier<SelectionExpression> read) {
    try {
      return read.get();
    } catch (MillraceException e) {
      throw new MillraceException(
          e.problem().position().isPresent() ? e.problem() : e.problem().at(position), e);
    }
  }
}
