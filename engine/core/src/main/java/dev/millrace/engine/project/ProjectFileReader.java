package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.Variables;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@code dbt_project.yml}. */
final class ProjectFileReader {
  static final String FILE = "dbt_project.yml";

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Map<String, List<String>> FOLDERS =
      Map.of(
          "model-paths", List.of("models"),
          "seed-paths", List.of("seeds"),
          "test-paths", List.of("tests"),
          "analysis-paths", List.of("analyses"),
          "macro-paths", List.of("macros"),
          "snapshot-paths", List.of("snapshots"),
          "docs-paths", List.of());
  private static final Map<String, String> OLD_NAMES =
      Map.of("source-paths", "model-paths", "data-paths", "seed-paths");
  private static final Set<String> KNOWN =
      Set.of(
          "name",
          "version",
          "config-version",
          "profile",
          "model-paths",
          "seed-paths",
          "test-paths",
          "analysis-paths",
          "macro-paths",
          "snapshot-paths",
          "function-paths",
          "docs-paths",
          "asset-paths",
          "source-paths",
          "data-paths",
          "target-path",
          "log-path",
          "packages-install-path",
          "clean-targets",
          "require-dbt-version",
          "on-run-start",
          "on-run-end",
          "dispatch",
          "vars",
          "models",
          "seeds",
          "snapshots",
          "sources",
          "tests",
          "data_tests",
          "unit_tests",
          "analyses",
          "exposures",
          "metrics",
          "semantic-models",
          "saved-queries",
          "functions",
          "quoting",
          "query-comment",
          "flags",
          "restrict-access",
          "dbt-cloud",
          "packages",
          "macros");

  private final YamlFields fields;
  private final Consumer<Problem> problems;

  ProjectFileReader(Consumer<Problem> problems) {
    this.problems = problems;
    this.fields = new YamlFields(problems);
  }

  /**
   * Reads the file.
   *
   * @param path as positions name it
   * @param text its text
   */
  YamlMapping document(String path, String text) {
    YamlDocument document = new YamlReader().read(text, path);
    document.problems().forEach(problems);
    document
        .root()
        .entries()
        .forEach(
            (key, entry) -> {
              if (!KNOWN.contains(key)) {
                Problem problem =
                    Problem.warning(
                            ProblemCode.PROJECT_FILE_INVALID,
                            "The key `" + key + "` has no meaning here and is passed over")
                        .at(entry.position());
                problems.accept(
                    NameSuggester.nearest(key, KNOWN)
                        .map(name -> problem.remedy("Did you mean `" + name + "`?"))
                        .orElse(problem.remedy("Take it out")));
              }
            });
    return document.root();
  }

  /** What the document says, rendered for the target of the scope. */
  ProjectFile read(Path root, String path, YamlMapping document, ProjectScope scope) {
    YamlRenderer renderer = new YamlRenderer(scope, "", problems);
    String name = name(root, path, document, renderer);
    Map<String, List<String>> folders = new LinkedHashMap<>();
    FOLDERS.forEach(
        (key, otherwise) -> folders.put(key, folders(document, key, otherwise, renderer)));
    OLD_NAMES.forEach(
        (old, key) -> {
          if (document.get(old).isPresent() && document.get(key).isEmpty()) {
            folders.put(key, folders(document, old, List.of(), renderer));
          }
        });
    return new ProjectFile(
        name, root, path, document, folders, Variables.Scope.NONE, dispatch(document));
  }

  /** The project's name before the target is known; faults are told when all is read. */
  static String provisionalName(YamlMapping document, ProjectScope scope) {
    return new YamlRenderer(scope, "", problem -> {})
        .text(document, "name")
        .filter(name -> NAME.matcher(name).matches())
        .orElse("project");
  }

  private String name(Path root, String path, YamlMapping document, YamlRenderer renderer) {
    String name = renderer.text(document, "name").orElse("");
    if (NAME.matcher(name).matches()) {
      return name;
    }
    SourcePosition position =
        document.get("name").map(YamlValue::position).orElse(new SourcePosition(path, 1, 1));
    problems.accept(
        Problem.error(
                ProblemCode.PROJECT_FILE_INVALID,
                name.isEmpty()
                    ? "The project has no name"
                    : "`" + name + "` cannot be the project's name")
            .at(position)
            .remedy("Write `name:` with letters, digits and underscores"));
    Path folder = root.getFileName();
    String fallback = (folder == null ? "project" : folder.toString()).replaceAll("\\W", "_");
    return NAME.matcher(fallback).matches() ? fallback : "project";
  }

  private static List<String> folders(
      YamlMapping document, String key, List<String> otherwise, YamlRenderer renderer) {
    return switch (document.get(key).map(value -> renderer.render(value, key)).orElse(null)) {
      case null -> otherwise;
      case List<?> list -> list.stream().map(String::valueOf).toList();
      case Object one -> List.of(String.valueOf(one));
    };
  }

  private Map<String, List<String>> dispatch(YamlMapping document) {
    Map<String, List<String>> order = new LinkedHashMap<>();
    for (YamlMapping element : fields.mappings(document, "dispatch")) {
      fields
          .text(element, "macro_namespace")
          .ifPresent(namespace -> order.put(namespace, fields.texts(element, "search_order")));
    }
    return order;
  }

  /**
   * The file's variables.
   *
   * @param packages names that make a mapping below {@code vars} a block for one package
   */
  Variables.Scope variables(YamlMapping document, Collection<String> packages) {
    Map<String, @Nullable Object> global = new LinkedHashMap<>();
    Map<String, Map<String, @Nullable Object>> byPackage = new LinkedHashMap<>();
    fields
        .mapping(document, "vars")
        .entries()
        .forEach(
            (key, entry) -> {
              if (packages.contains(key) && entry.value() instanceof YamlMapping own) {
                byPackage.put(key, own.plain());
              } else {
                global.put(key, entry.value().plain());
              }
            });
    return new Variables.Scope(global, byPackage);
  }
}
