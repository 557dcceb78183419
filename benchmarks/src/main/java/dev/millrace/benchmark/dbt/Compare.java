package dev.millrace.benchmark.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.artifact.Manifest;
import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Opens a project as the dbt that wrote a manifest did, and tells every difference.
 *
 * <p>Arguments: the project folder, dbt's {@code manifest.json}, and {@code --catalog FILE} for the
 * columns of relations, {@code --macros-from-manifest} for macros of packages that are not
 * installed, {@code --target NAME} and {@code --var NAME=VALUE}. The last line is JSON. Exit code 1
 * when something differs, 2 when the arguments are wrong.
 */
public final class Compare {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Compare() {}

  @SuppressWarnings("SystemExitOutsideMain") // Decides the exit code of its own process.
  public static void main(String[] arguments) throws IOException {
    List<Path> files = new ArrayList<>();
    Optional<Path> catalog = Optional.empty();
    boolean macros = false;
    Optional<String> target = Optional.empty();
    Map<String, Object> variables = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i++) {
      boolean more = i + 1 < arguments.length;
      switch (arguments[i]) {
        case "--macros-from-manifest" -> macros = true;
        case "--catalog" -> catalog = more ? Optional.of(Path.of(arguments[++i])) : catalog;
        case "--target" -> target = more ? Optional.of(arguments[++i]) : target;
        case "--var" -> {
          String[] pair = more ? arguments[++i].split("=", 2) : new String[] {""};
          variables.put(pair[0], pair.length == 2 ? pair[1] : "");
        }
        default -> files.add(Path.of(arguments[i]));
      }
    }
    if (files.size() != 2) {
      System.err.println(
          "usage: compare PROJECT_DIR MANIFEST_JSON [--catalog FILE] [--macros-from-manifest]"
              + " [--target NAME] [--var NAME=VALUE]");
      System.exit(2);
    }
    for (Path needed : files) {
      if (!Files.exists(needed)) {
        System.err.println("There is no " + needed);
        System.exit(2);
      }
    }
    OracleManifest oracle = OracleManifest.read(files.getLast());
    LoadRequest request =
        LoadRequest.of(files.getFirst().toAbsolutePath().normalize())
            .withEnvironment(System.getenv())
            .withVariables(variables);
    Project project =
        new ProjectLoader(oracle.dialect(catalog, macros))
            .load(target.isPresent() ? request.withTarget(target.get()) : request);
    project.problems().stream()
        .filter(problem -> problem.severity() == Severity.ERROR)
        .forEach(Compare::print);
    System.exit(compared(oracle, project) ? 0 : 1);
  }

  private static void print(Problem problem) {
    System.out.println(
        "problem: "
            + problem.position().map(position -> position + ": ").orElse("")
            + problem.message());
  }

  private static boolean compared(OracleManifest oracle, Project project) throws IOException {
    Map<String, DbtTexts.Result> texts = new DbtTexts(project).all();
    Map<String, String> failures = new LinkedHashMap<>();
    texts.forEach(
        (id, result) -> {
          if (result instanceof DbtTexts.Result.Failed failed) {
            failures.put(
                id,
                failed.problem().message()
                    + failed.problem().position().map(position -> " at " + position).orElse(""));
          }
        });
    return new ManifestComparison(System.out, failures, missing(project))
        .compare(
            oracle.nodes(),
            nodes(new Manifest(project, texts)),
            nodes(new Manifest(project, Map.of())));
  }

  private static Map<String, JsonNode> nodes(Manifest manifest) throws IOException {
    return new OracleManifest(JSON.readTree(JSON.writeValueAsBytes(manifest.tree()))).nodes();
  }

  /** Packages that the project declares and that are not there: their nodes cannot be read. */
  private static boolean missing(Project project) {
    return project.problems().stream()
        .anyMatch(problem -> problem.code() == ProblemCode.PACKAGE_MISSING);
  }
}
