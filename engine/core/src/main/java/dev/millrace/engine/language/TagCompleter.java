package dev.millrace.engine.language;

import dev.millrace.engine.language.Completion.Kind;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.Variables;
import dev.millrace.jinja.MacroDefinition;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Completes inside a tag of the template. */
final class TagCompleter {
  private static final Pattern SOURCE_TABLE =
      Pattern.compile("\\bsource\\s*\\(\\s*['\"]([^'\"]*)['\"]\\s*,\\s*['\"]\\w*$");
  private static final Pattern SOURCE_NAME = Pattern.compile("\\bsource\\s*\\(\\s*['\"]\\w*$");
  private static final Pattern REFERENCE =
      Pattern.compile("\\bref\\s*\\(\\s*(?:['\"]([^'\"]*)['\"]\\s*,\\s*)?['\"]\\w*$");
  private static final Pattern VARIABLE = Pattern.compile("\\bvar\\s*\\(\\s*['\"]\\w*$");
  private static final Pattern TEXT = Pattern.compile("['\"]\\w*$");

  /** What dbt's context has beside macros, by how it is called. */
  private static final Map<String, String> CONTEXT =
      Map.of(
          "ref", "ref('",
          "source", "source('",
          "var", "var('",
          "env_var", "env_var('",
          "config", "config(",
          "this", "this",
          "target", "target",
          "is_incremental", "is_incremental()");

  private final Knowledge knowledge;
  private final Completer.Collector found;

  TagCompleter(Knowledge knowledge, Completer.Collector found) {
    this.knowledge = knowledge;
    this.found = found;
  }

  /**
   * @param before the tag up to the cursor
   */
  void complete(String before) {
    Matcher table = SOURCE_TABLE.matcher(before);
    Matcher reference = REFERENCE.matcher(before);
    if (table.find()) {
      sources(table.group(1));
    } else if (SOURCE_NAME.matcher(before).find()) {
      sourceNames();
    } else if (reference.find()) {
      models(Optional.ofNullable(reference.group(1)));
    } else if (VARIABLE.matcher(before).find()) {
      variables();
    } else if (!TEXT.matcher(before).find()) {
      CONTEXT.forEach(
          (name, call) -> found.add(Kind.MACRO, name, call, Optional.of("dbt's context")));
      macros();
    }
  }

  private Iterable<Node> nodes() {
    return knowledge.project().nodes().values();
  }

  private void models(Optional<String> packageName) {
    for (Node node : nodes()) {
      boolean there = packageName.map(node.packageName()::equals).orElse(true);
      if (Completer.isReadable(node) && there) {
        found.add(Kind.MODEL, node.name(), node.name(), Optional.of(kind(node)));
      }
    }
  }

  private void sourceNames() {
    for (Node node : nodes()) {
      if (node.resourceType() == ResourceType.SOURCE) {
        String name = Knowledge.sourceName(node);
        found.add(Kind.SOURCE, name, name, Optional.empty());
      }
    }
  }

  private void sources(String source) {
    for (Node node : nodes()) {
      if (node.resourceType() == ResourceType.SOURCE && Knowledge.sourceName(node).equals(source)) {
        found.add(Kind.SOURCE, node.name(), node.name(), Optional.of(source));
      }
    }
  }

  private void variables() {
    Variables variables = scope().variables();
    Set<String> names = new LinkedHashSet<>(variables.commandLine().keySet());
    names.addAll(variables.root().global().keySet());
    variables.root().byPackage().values().forEach(own -> names.addAll(own.keySet()));
    variables.packages().values().forEach(own -> names.addAll(own.global().keySet()));
    for (String name : names) {
      Optional<String> value =
          variables
              .find(scope().projectName(), name)
              .map(Variables.Found::value)
              .map(String::valueOf);
      found.add(Kind.VARIABLE, name, name, value);
    }
  }

  private void macros() {
    MacroLibrary library = scope().macros();
    List<String> order = library.searchOrder(scope().projectName());
    for (String packageName : order) {
      for (MacroDefinition macro : library.inPackage(packageName).values()) {
        if (macro.tag().isEmpty()) {
          found.add(Kind.MACRO, macro.name(), macro.name() + "(", Optional.of(signature(macro)));
        }
      }
    }
    for (String packageName : library.packageNames()) {
      if (!order.contains(packageName)) {
        found.add(Kind.MACRO, packageName, packageName + ".", Optional.of("package"));
      }
    }
  }

  private ProjectScope scope() {
    return knowledge.project().templates().scope();
  }

  /** {@code name(a, b=...)}. */
  static String signature(MacroDefinition macro) {
    return macro.name()
        + macro.parameters().stream()
            .map(parameter -> parameter.name() + (parameter.optional() ? "=..." : ""))
            .collect(java.util.stream.Collectors.joining(", ", "(", ")"));
  }

  /** What a node is, in dbt's word. */
  static String kind(Node node) {
    return switch (node.resourceType()) {
      case MODEL -> node.materialization().dbtName();
      case SOURCE, SEED, ANALYSIS, TEST, SNAPSHOT, OPERATION -> node.resourceTypeName();
    };
  }
}
