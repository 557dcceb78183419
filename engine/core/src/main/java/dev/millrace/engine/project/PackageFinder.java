package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.MacroReader;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Finds the packages a project uses, as they are installed; never fetches any. */
final class PackageFinder {
  private static final String INSTALLED = "dbt_packages";

  private final Path projectRoot;
  private final ProjectScope scope;
  private final Consumer<Problem> problems;
  private final YamlFields fields;
  private final YamlRenderer renderer;

  PackageFinder(Path projectRoot, ProjectScope scope, Consumer<Problem> problems) {
    this.projectRoot = projectRoot;
    this.scope = scope;
    this.problems = problems;
    this.fields = new YamlFields(problems);
    this.renderer = new YamlRenderer(scope, "", problems);
  }

  /** The project files of all packages, by the packages' names. */
  List<ProjectFile> find(ProjectFile project) {
    Path installed =
        projectRoot.resolve(
            renderer.text(project.document(), "packages-install-path").orElse(INSTALLED));
    Map<String, ProjectFile> found = new LinkedHashMap<>();
    Set<String> folders = new LinkedHashSet<>();
    for (Path folder : folders(installed)) {
      folders.add(String.valueOf(folder.getFileName()));
      read(folder).ifPresent(file -> found.put(file.name(), file));
    }
    for (Declared declared : declared()) {
      declared
          .local()
          .ifPresent(
              folder -> read(folder).ifPresent(file -> found.putIfAbsent(file.name(), file)));
      if (declared.local().isEmpty() && !folders.contains(declared.name())) {
        problems.accept(
            Problem.warning(
                    ProblemCode.PACKAGE_MISSING,
                    "The package `" + declared.name() + "` is declared but not installed")
                .at(declared.position())
                .remedy(remedy(declared.name())));
      }
    }
    found.remove(project.name());
    return new ArrayList<>(found.values());
  }

  private static String remedy(String name) {
    String install = "Run `dbt deps`, or copy it into " + INSTALLED + "/" + name;
    return MacroReader.STAND_INS.contains(name.replace('-', '_'))
        ? install + "; until then Millrace's own macros of these names stand in"
        : install;
  }

  /** A package as {@code packages.yml} names it. */
  private record Declared(String name, Optional<Path> local, SourcePosition position) {}

  private List<Declared> declared() {
    List<Declared> declared = new ArrayList<>();
    for (String name : List.of("packages.yml", "dependencies.yml")) {
      Path file = projectRoot.resolve(name);
      if (!ProjectPaths.isFile(file)) {
        continue;
      }
      YamlDocument document =
          new YamlReader().read(ProjectPaths.read(file, name, problems).orElse(""), name);
      document.problems().forEach(problems);
      for (YamlMapping element : fields.mappings(document.root(), "packages")) {
        declared(element).ifPresent(declared::add);
      }
    }
    return declared;
  }

  private Optional<Declared> declared(YamlMapping element) {
    Optional<String> local = renderer.text(element, "local");
    if (local.isPresent()) {
      Path folder = projectRoot.resolve(local.get()).normalize();
      return Optional.of(new Declared(local.get(), Optional.of(folder), element.position()));
    }
    return renderer
        .text(element, "package")
        .or(() -> renderer.text(element, "git").map(url -> url.replaceFirst("\\.git$", "")))
        .map(text -> text.substring(text.lastIndexOf('/') + 1))
        .map(name -> new Declared(name, Optional.empty(), element.position()));
  }

  private Optional<ProjectFile> read(Path folder) {
    Path file = folder.resolve(ProjectFileReader.FILE);
    String path = ProjectPaths.display(projectRoot, file);
    if (!ProjectPaths.isFile(file)) {
      problems.accept(
          Problem.warning(ProblemCode.PACKAGE_MISSING, "This package has no dbt_project.yml")
              .at(SourcePosition.of(path))
              .remedy("Install it again with `dbt deps`"));
      return Optional.empty();
    }
    // What is odd in a package's own file is its authors' business, not the user's.
    ProjectFileReader reader =
        new ProjectFileReader(
            problem -> {
              if (problem.severity() == dev.millrace.engine.problem.Severity.ERROR) {
                problems.accept(problem);
              }
            });
    YamlMapping document =
        reader.document(path, ProjectPaths.read(file, path, problems).orElse(""));
    return Optional.of(reader.read(folder, path, document, scope));
  }

  private static List<Path> folders(Path installed) {
    if (!Files.isDirectory(installed)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(installed)) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of();
    }
  }
}
