package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.ResourceFiles.SourceFile;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.engine.project.context.MacroReader;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.Quoting;
import dev.millrace.engine.project.context.Variables;
import dev.millrace.engine.project.yaml.YamlDocument;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.MacroDefinition;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a project folder. Stateless and thread-safe. */
public final class ProjectLoader {
  private static final String VARIABLES = "vars.yml";

  private final AdapterDialect dialect;

  /** Loads projects for Flink. */
  public ProjectLoader() {
    this(AdapterDialect.FLINK);
  }

  /** Loads projects as dbt would for another database. */
  public ProjectLoader(AdapterDialect dialect) {
    this.dialect = requireNonNull(dialect, "dialect");
  }

  /**
   * Loads a project for one target, without network and without a cluster. Faults inside files are
   * collected in {@link Project#problems()} and as much as possible is loaded beside them.
   *
   * @throws dev.millrace.engine.problem.MillraceException PROJECT_NOT_FOUND when there is no {@code
   *     dbt_project.yml}
   */
  public Project load(LoadRequest request) {
    Path root = ProjectPaths.find(request);
    List<Problem> problems = new ArrayList<>();
    ProjectFileReader reader = new ProjectFileReader(problems::add);
    String path = ProjectFileReader.FILE;
    YamlMapping document =
        reader.document(
            path, ProjectPaths.read(root.resolve(path), path, problems::add).orElse(""));
    Optional<YamlMapping> variables = variables(root, document, problems);
    ProjectScope plain = bareScope(request);
    ProjectScope bare =
        variables
            .map(
                file ->
                    plain.withVariables(
                        new Variables(
                            request.variables(), reader.variables(file, List.of()), Map.of())))
            .orElse(plain);
    String name = ProjectFileReader.provisionalName(document, bare);
    LoadedProfile profile =
        foreign(
            new ProfileReader(request, root, name, bare, problems::add)
                .read(new YamlRenderer(bare, name, problems::add).text(document, "profile")));
    ProjectScope targeted = bare.withTarget(profile.values());
    ProjectFile project = reader.read(root, path, document, targeted);
    List<ProjectFile> packages = new PackageFinder(root, targeted, problems::add).find(project);
    ProjectScope scope =
        fullScope(
            request,
            root,
            reader,
            project,
            variables.orElse(project.document()),
            packages,
            profile,
            targeted,
            problems);
    return new ProjectAssembler(root, project, packages, scope, profile.target(), problems)
        .assemble();
  }

  /** The file that may hold the variables in place of the project's own. */
  private static Optional<YamlMapping> variables(
      Path root, YamlMapping document, List<Problem> problems) {
    Path file = root.resolve(VARIABLES);
    if (!ProjectPaths.isFile(file)) {
      return Optional.empty();
    }
    YamlDocument read =
        new YamlReader()
            .read(ProjectPaths.read(file, VARIABLES, problems::add).orElse(""), VARIABLES);
    problems.addAll(read.problems());
    if (document.get("vars").isPresent()) {
      problems.add(
          Problem.error(
                  ProblemCode.PROJECT_FILE_INVALID,
                  "Variables stand in " + VARIABLES + " and in dbt_project.yml")
              .at(read.root().position())
              .remedy("Keep one of the two"));
    } else if (read.root().get("vars").isEmpty() && !read.root().entries().isEmpty()) {
      problems.add(
          Problem.warning(
                  ProblemCode.PROJECT_FILE_INVALID,
                  VARIABLES + " has no `vars:`, so it sets no variable")
              .at(read.root().position())
              .remedy("Write the variables below `vars:`"));
    }
    return Optional.of(read.root());
  }

  private LoadedProfile foreign(LoadedProfile profile) {
    if (dialect.target().isEmpty()) {
      return profile;
    }
    AdapterDialect.ForeignTarget foreign = dialect.target().get();
    Target own = profile.target();
    Target target =
        new Target(
            own.profile(),
            own.name(),
            own.spec(),
            foreign.database(),
            foreign.schema(),
            own.production(),
            own.threads(),
            own.defaultTableOptions());
    Map<String, Object> values = new LinkedHashMap<>(profile.values());
    values.put("type", foreign.type());
    values.put("database", foreign.database());
    values.put("dbname", foreign.database());
    values.put("schema", foreign.schema());
    return new LoadedProfile(target, values, dialect.prefixes());
  }

  private ProjectScope bareScope(LoadRequest request) {
    return new ProjectScope(
        Environment.builder().build(),
        "",
        MacroLibrary.NONE,
        new Variables(request.variables(), Variables.Scope.NONE, Map.of()),
        Map.of(),
        request.environment(),
        Map.of(),
        List.of("flink"),
        dialect);
  }

  private ProjectScope fullScope(
      LoadRequest request,
      Path root,
      ProjectFileReader reader,
      ProjectFile project,
      YamlMapping rootVariables,
      List<ProjectFile> packages,
      LoadedProfile profile,
      ProjectScope targeted,
      List<Problem> problems) {
    List<String> names = new ArrayList<>(packages.stream().map(ProjectFile::name).toList());
    names.add(project.name());
    Map<String, Variables.Scope> variables = new LinkedHashMap<>();
    packages.forEach(file -> variables.put(file.name(), reader.variables(file.document(), names)));
    return new ProjectScope(
        targeted.environment(),
        project.name(),
        macros(targeted.environment(), root, project, packages, problems),
        new Variables(request.variables(), reader.variables(rootVariables, names), variables),
        profile.values(),
        request.environment(),
        project.dispatchOrder(),
        profile.adapterTypes(),
        quoted(project, targeted));
  }

  /** Flink's names are always quoted, whatever another database would want. */
  private AdapterDialect quoted(ProjectFile project, ProjectScope targeted) {
    if (dialect.target().isEmpty()) {
      return dialect;
    }
    Object said =
        project
            .document()
            .get("quoting")
            .map(value -> new YamlRenderer(targeted, "", problem -> {}).render(value, "quoting"))
            .orElse(null);
    Quoting quoting =
        said instanceof Map<?, ?> map ? dialect.quoting().over(map) : dialect.quoting();
    return dialect.naming(dialect.adapterQuoting(), quoting, dialect.databaseShown());
  }

  private MacroLibrary macros(
      Environment environment,
      Path root,
      ProjectFile project,
      List<ProjectFile> packages,
      List<Problem> problems) {
    MacroReader reader = new MacroReader(environment, problems::add);
    Map<String, Map<String, MacroDefinition>> macros = new LinkedHashMap<>();
    List<ProjectFile> all = new ArrayList<>(List.of(project));
    all.addAll(packages);
    for (ProjectFile file : all) {
      Map<String, MacroDefinition> own = new LinkedHashMap<>();
      ResourceFiles files = new ResourceFiles(root, file, problems::add);
      List<SourceFile> sources = new ArrayList<>(files.in(List.of("macro-paths"), ".sql"));
      files.in(List.of("test-paths"), ".sql").stream()
          .filter(source -> source.folders().contains("generic"))
          .forEach(sources::add);
      for (SourceFile source : sources) {
        ProjectPaths.read(source.file(), source.path(), problems::add)
            .ifPresent(text -> reader.read(text, source.path(), own));
      }
      macros.put(file.name(), own);
    }
    dialect
        .macros()
        .forEach((packageName, texts) -> macros.putIfAbsent(packageName, given(texts, reader)));
    if (!macros.containsKey("dbt")) {
      macros.putAll(reader.bundled(dialect.internalPackages()));
      List<String> absent =
          MacroReader.STAND_INS.stream().filter(name -> !macros.containsKey(name)).toList();
      macros.putAll(reader.bundled(absent));
    }
    return new MacroLibrary(project.name(), dialect.internalPackages(), macros, reader.texts());
  }

  private static Map<String, MacroDefinition> given(Map<String, String> texts, MacroReader reader) {
    Map<String, MacroDefinition> macros = new LinkedHashMap<>();
    texts.forEach((name, text) -> reader.read(text, name, macros));
    return macros;
  }
}
