package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a project is and for which target it is loaded. What is empty follows dbt's rules:
 * environment variables such as {@code DBT_PROJECT_DIR}, then the files.
 *
 * @param workingDirectory where the search for {@code dbt_project.yml} begins when no folder is
 *     named
 * @param homeDirectory whose {@code .dbt} folder is the last place looked at for {@code
 *     profiles.yml}
 * @param variables of the command line; they win over all others
 * @param environment variables of the process; nothing else of it is read
 */
public record LoadRequest(
    Path workingDirectory,
    Path homeDirectory,
    Optional<Path> projectDirectory,
    Optional<Path> profilesDirectory,
    Optional<String> profile,
    Optional<String> target,
    Map<String, Object> variables,
    Map<String, String> environment) {
  public LoadRequest {
    requireNonNull(workingDirectory, "workingDirectory");
    requireNonNull(homeDirectory, "homeDirectory");
    requireNonNull(projectDirectory, "projectDirectory");
    requireNonNull(profilesDirectory, "profilesDirectory");
    requireNonNull(profile, "profile");
    requireNonNull(target, "target");
    variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** The project in exactly this folder, with nothing said and an empty environment. */
  public static LoadRequest of(Path projectDirectory) {
    return new LoadRequest(
        projectDirectory,
        projectDirectory,
        Optional.of(projectDirectory),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Map.of());
  }

  public LoadRequest withTarget(String name) {
    return new LoadRequest(
        workingDirectory,
        homeDirectory,
        projectDirectory,
        profilesDirectory,
        profile,
        Optional.of(name),
        variables,
        environment);
  }

  public LoadRequest withVariables(Map<String, Object> values) {
    return new LoadRequest(
        workingDirectory,
        homeDirectory,
        projectDirectory,
        profilesDirectory,
        profile,
        target,
        values,
        environment);
  }

  public LoadRequest withEnvironment(Map<String, String> values) {
    return new LoadRequest(
        workingDirectory,
        homeDirectory,
        projectDirectory,
        profilesDirectory,
        profile,
        target,
        variables,
        values);
  }
}
