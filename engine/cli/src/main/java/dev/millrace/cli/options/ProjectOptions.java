package dev.millrace.cli.options;

import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.telemetry.Telemetry;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import picocli.CommandLine.Option;

/** Which project and which target, as dbt names them. */
public final class ProjectOptions {
  @Option(
      names = "--project-dir",
      paramLabel = "DIR",
      description = "The project folder; otherwise the nearest one with a dbt_project.yml.")
  private @Nullable Path projectDirectory;

  @Option(
      names = "--profiles-dir",
      paramLabel = "DIR",
      description = "The folder with profiles.yml.")
  private @Nullable Path profilesDirectory;

  @Option(names = "--profile", paramLabel = "NAME", description = "The profile.")
  private @Nullable String profile;

  @Option(
      names = {"-t", "--target"},
      paramLabel = "NAME",
      description = "The target of the profile.")
  private @Nullable String target;

  @Option(
      names = "--target-path",
      paramLabel = "DIR",
      description = "Where compiled SQL is written; target/ in the project folder by default.")
  private @Nullable Path targetPath;

  @Option(
      names = "--vars",
      paramLabel = "YAML",
      description = "Variables, as a YAML or JSON mapping; they win over the project's.")
  private @Nullable String variables;

  private Map<String, @Nullable Object> remembered = Map.of();

  @Option(names = "--threads", paramLabel = "N", description = "Models deployed at the same time.")
  private @Nullable Integer threads;

  /** Takes what was chosen before, for another command, where nothing is chosen now. */
  public void assume(String rememberedTarget, Map<String, @Nullable Object> rememberedVariables) {
    if (target == null) {
      target = rememberedTarget;
    }
    if (variables == null) {
      remembered = Collections.unmodifiableMap(new LinkedHashMap<>(rememberedVariables));
    }
  }

  /** Opens the engine on the chosen project. */
  public Engine open(Surroundings surroundings, Telemetry telemetry) {
    return Engine.open(request(surroundings), telemetry);
  }

  /** Opens the engine on the chosen project, for an invocation that has begun. */
  public Engine open(Surroundings surroundings, Telemetry telemetry, Invocation invocation) {
    return Engine.open(request(surroundings), telemetry, invocation);
  }

  /** What the engine is opened with. */
  public EngineRequest request(Surroundings surroundings) {
    if (threads != null && threads < 1) {
      throw usage("--threads must be at least 1");
    }
    LoadRequest load =
        new LoadRequest(
            surroundings.workingDirectory(),
            surroundings.homeDirectory(),
            resolved(surroundings, projectDirectory),
            resolved(surroundings, profilesDirectory),
            Optional.ofNullable(profile),
            Optional.ofNullable(target),
            parsedVariables(),
            surroundings.environment());
    return new EngineRequest(
        load,
        surroundings.installation(),
        DataFolders.of(surroundings.environment()),
        threads == null ? OptionalInt.empty() : OptionalInt.of(threads),
        resolved(surroundings, targetPath)
            .or(
                () ->
                    Optional.ofNullable(surroundings.environment().get("DBT_TARGET_PATH"))
                        .map(surroundings.workingDirectory()::resolve)),
        surroundings.environment().getOrDefault("USER", System.getProperty("user.name", "")));
  }

  private static Optional<Path> resolved(Surroundings surroundings, @Nullable Path path) {
    return Optional.ofNullable(path).map(surroundings.workingDirectory()::resolve);
  }

  private Map<String, Object> parsedVariables() {
    if (variables == null || variables.isBlank()) {
      return remembered;
    }
    try {
      Object parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(variables);
      if (parsed instanceof Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        map.forEach((name, value) -> named.put(String.valueOf(name), value));
        return named;
      }
    } catch (YAMLException e) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "--vars is not valid YAML: " + firstLine(e))
              .remedy("Write for example --vars '{orders_per_second: 5}'"),
          e);
    }
    throw usage("--vars must be a mapping, for example --vars '{orders_per_second: 5}'");
  }

  private static String firstLine(YAMLException e) {
    String message = String.valueOf(e.getMessage());
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static MillraceException usage(String message) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message));
  }
}
