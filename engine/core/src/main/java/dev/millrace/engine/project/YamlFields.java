package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.engine.project.yaml.YamlValue.YamlScalar;
import dev.millrace.engine.project.yaml.YamlValue.YamlSequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads fields of YAML mappings; a field of the wrong kind is told and counts as absent. */
final class YamlFields {
  private final Consumer<Problem> problems;

  YamlFields(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /** A text; numbers and booleans count as they are written. */
  Optional<String> text(YamlMapping mapping, String key) {
    return switch (mapping.get(key).orElse(null)) {
      case null -> Optional.empty();
      case YamlScalar scalar ->
          scalar.value() == null ? Optional.empty() : Optional.of(scalar.text());
      case YamlValue other -> wrong(key, other, "a text");
    };
  }

  /** A mapping; empty when absent. */
  YamlMapping mapping(YamlMapping parent, String key) {
    YamlMapping nothing = new YamlMapping(parent.position(), Map.of());
    return switch (parent.get(key).orElse(null)) {
      case null -> nothing;
      case YamlMapping mapping -> mapping;
      case YamlScalar scalar when scalar.value() == null -> nothing;
      case YamlValue other -> {
        wrong(key, other, "a mapping");
        yield nothing;
      }
    };
  }

  /** A list of mappings; empty when absent. */
  List<YamlMapping> mappings(YamlMapping parent, String key) {
    List<YamlMapping> mappings = new ArrayList<>();
    for (YamlValue element : elements(parent, key)) {
      if (element instanceof YamlMapping mapping) {
        mappings.add(mapping);
      } else {
        wrong(key, element, "a list of mappings");
      }
    }
    return mappings;
  }

  /** A list of texts; one text counts as a list of one. */
  List<String> texts(YamlMapping parent, String key) {
    if (parent.get(key).orElse(null) instanceof YamlScalar scalar && scalar.value() != null) {
      return List.of(scalar.text());
    }
    List<String> texts = new ArrayList<>();
    for (YamlValue element : elements(parent, key)) {
      if (element instanceof YamlScalar scalar) {
        texts.add(scalar.text());
      } else {
        wrong(key, element, "a list of texts");
      }
    }
    return texts;
  }

  /** A list; empty when absent. */
  List<YamlValue> elements(YamlMapping parent, String key) {
    return switch (parent.get(key).orElse(null)) {
      case null -> List.of();
      case YamlSequence sequence -> sequence.elements();
      case YamlScalar scalar when scalar.value() == null -> List.of();
      case YamlValue other -> {
        wrong(key, other, "a list");
        yield List.of();
      }
    };
  }

  /** A name, which must be there. */
  Optional<String> name(YamlMapping mapping, String what) {
    Optional<String> name = text(mapping, "name").filter(text -> !text.isBlank());
    if (name.isEmpty()) {
      report(
          mapping.position(),
          "This " + what + " has no name",
          "Add `name:` with the name it goes by");
    }
    return name;
  }

  void report(SourcePosition position, String message, String remedy) {
    problems.accept(Problem.error(ProblemCode.YAML_INVALID, message).at(position).remedy(remedy));
  }

  private Optional<String> wrong(String key, YamlValue value, String expected) {
    report(
        value.position(),
        "`" + key + "` must be " + expected + ", but is " + value.kind(),
        "Write " + expected + " here");
    return Optional.empty();
  }
}
