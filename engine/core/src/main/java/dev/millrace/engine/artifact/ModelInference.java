package dev.millrace.engine.artifact;

import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.DocBlock;
import dev.millrace.engine.project.GenericTest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails;
import dev.millrace.engine.project.Project;
import dev.millrace.jinja.values.Python;
import dev.millrace.jinja.values.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What dbt concludes about a node from its columns, constraints, tests and descriptions. */
final class ModelInference {
  private static final Set<String> UNIQUE = Set.of("unique", "unique_combination_of_columns");
  private static final Set<String> ENFORCING = Set.of("table", "incremental");

  private static final Pattern DOC =
      Pattern.compile("\\bdoc\\(\\s*['\"](\\w+)['\"]\\s*(?:,\\s*['\"](\\w+)['\"]\\s*)?\\)");

  private final Project project;
  private final Map<String, List<GenericTest>> tests = new LinkedHashMap<>();

  ModelInference(Project project) {
    this.project = project;
    for (DataTest test : project.details().dataTests().values()) {
      if (test.attached().isPresent() && test.generic().isPresent()) {
        tests
            .computeIfAbsent(test.attached().get(), key -> new ArrayList<>())
            .add(test.generic().get());
      }
    }
  }

  /**
   * The columns that tell a model's rows apart: its key as declared, else those tested to be unique
   * and never null, else those tested to be unique.
   */
  List<String> primaryKey(Node model) {
    List<String> declared = model.config().texts("primary_key");
    if (!declared.isEmpty()) {
      return declared;
    }
    Set<String> unique = new TreeSet<>();
    Set<String> both = new TreeSet<>();
    for (GenericTest test : tests.getOrDefault(model.uniqueId(), List.of())) {
      if (UNIQUE.contains(test.name())) {
        unique.addAll(columns(test));
      } else if (test.name().equals("not_null")) {
        both.addAll(columns(test));
      }
    }
    both.retainAll(unique);
    return List.copyOf(both.isEmpty() ? unique : both);
  }

  private static List<String> columns(GenericTest test) {
    if (test.arguments().get("column_name") instanceof String column) {
      return List.of(column);
    }
    return test.arguments().get("combination_of_columns") instanceof List<?> columns
        ? columns.stream().map(String::valueOf).toList()
        : List.of();
  }

  /**
   * What dbt hashes of an enforced contract; empty when it is not enforced.
   *
   * @param columns as the manifest has them
   * @param constraints of the model, as the manifest has them
   */
  static Optional<String> contract(
      Node model, Map<String, @Nullable Object> columns, List<Object> constraints) {
    if (!model.isContractEnforced()) {
      return Optional.empty();
    }
    StringBuilder state = new StringBuilder();
    new TreeMap<>(columns)
        .forEach(
            (name, value) -> {
              if (value instanceof Map<?, ?> column) {
                state.append('|').append(name);
                state.append(text(column.get("data_type")));
                state.append(list(column.get("constraints"), "ColumnLevelConstraint"));
              }
            });
    String materialized = model.config().text("materialized").orElse("view");
    if (ENFORCING.contains(materialized)) {
      state.append(materialized).append(list(constraints, "ModelLevelConstraint"));
    }
    return Optional.of(state.toString());
  }

  private static String list(@Nullable Object constraints, String type) {
    List<String> texts = new ArrayList<>();
    if (constraints instanceof List<?> list) {
      for (Object element : list) {
        if (element instanceof Map<?, ?> constraint) {
          texts.add(constraint(constraint, type));
        }
      }
    }
    return "[" + String.join(", ", texts) + "]";
  }

  private static String constraint(Map<?, ?> constraint, String type) {
    List<String> fields = new ArrayList<>();
    constraint.forEach(
        (name, value) ->
            fields.add(
                name
                    + "="
                    + (name.equals("type")
                        ? "<ConstraintType." + value + ": " + repr(value) + ">"
                        : repr(value))));
    return type + "(" + String.join(", ", fields) + ")";
  }

  private static String text(@Nullable Object value) {
    return value == null ? "None" : Python.str(Values.of(value));
  }

  private static String repr(@Nullable Object value) {
    return value == null ? "None" : Python.repr(Values.of(value));
  }

  /** Unique ids of the docs blocks that the description of a node or a column names. */
  List<String> docBlocks(Node node, @Nullable Object description) {
    if (!(description instanceof String text) || !text.contains("doc(")) {
      return List.of();
    }
    Set<String> found = new LinkedHashSet<>();
    Matcher matcher = DOC.matcher(text);
    while (matcher.find()) {
      String second = matcher.group(2);
      block(
              node.packageName(),
              Optional.ofNullable(second == null ? null : matcher.group(1)),
              second == null ? matcher.group(1) : second)
          .ifPresent(found::add);
    }
    return List.copyOf(found);
  }

  /** Those of the node's own description. */
  List<String> docBlocks(Node node, NodeDetails details) {
    return docBlocks(node, details.properties().get("description"));
  }

  private Optional<String> block(String from, Optional<String> named, String name) {
    List<String> packages =
        named.isPresent() ? List.of(named.get()) : List.of(project.name(), from);
    for (String packageName : packages) {
      String id = "doc." + packageName + "." + name;
      if (project.details().docs().containsKey(id)) {
        return Optional.of(id);
      }
    }
    return named.isPresent()
        ? Optional.empty()
        : project.details().docs().values().stream()
            .filter(block -> block.name().equals(name))
            .map(DocBlock::uniqueId)
            .findFirst();
  }
}
