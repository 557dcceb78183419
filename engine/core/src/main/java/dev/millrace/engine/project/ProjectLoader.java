package dev.millrace.engine.project;

import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.Variables;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import dev.millrace.jinja.Environment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads a project folder. Stateless and thread-safe. */
public final class ProjectLoader {
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
    ProjectFileReader files = new ProjectFileReader(problems::add);
    String path = ProjectFileReader.FILE;
    YamlMapping document =
        files.document(path, ProjectPaths.read(root.resolve(path), path, problems::add).orElse(""));
    ProjectScope scope =
        new ProjectScope(
            Environment.builder().build(),
            "",
            MacroLibrary.NONE,
            new Variables(request.variables(), Variables.Scope.NONE, Map.of()),
            Map.of(),
            request.environment(),
            Map.of(),
            List.of("flink"));
    ProjectFile file = files.read(root, path, document, scope);
    LoadedProfile profile =
        new ProfileReader(request, root, file.name(), scope, problems::add)
            .read(new YamlRenderer(scope, file.name(), problems::add).text(document, "profile"));
    return new Project(root, file.name(), profile.target(), Map.of(), Map.of(), problems);
  }
}
