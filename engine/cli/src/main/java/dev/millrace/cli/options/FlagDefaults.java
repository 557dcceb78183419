package dev.millrace.cli.options;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.ProjectFlags;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * What options mean that are not typed: environment variables, then the project's flags, then the
 * profile's. {@code MILLRACE_FAIL_FAST} wins over {@code DBT_ENGINE_FAIL_FAST} and that over {@code
 * DBT_FAIL_FAST}.
 */
public final class FlagDefaults implements IDefaultValueProvider {
  private static final List<String> PREFIXES = List.of("MILLRACE_", "DBT_ENGINE_", "DBT_");

  /** Options that dbt lets the environment and projects set; a selection for example is not. */
  private static final Set<String> FLAGS =
      Set.of(
          "--debug",
          "--exclude-resource-types",
          "--fail-fast",
          "--full-refresh",
          "--log-format",
          "--log-format-file",
          "--log-level",
          "--log-level-file",
          "--log-path",
          "--quiet",
          "--resource-types",
          "--store-failures",
          "--empty",
          "--threads",
          "--warn-error",
          "--warn-error-options",
          "--write-json",
          "--target-path",
          "--indirect-selection",
          "--state");

  /** Says how much the libraries below tell on standard error, in words of their own. */
  private static final Set<String> TAKEN = Set.of("MILLRACE_LOG_LEVEL", "MILLRACE_DEBUG");

  private final Map<String, String> environment;
  private final LoadRequest request;
  private @Nullable Map<String, String> flags;

  /**
   * @param arguments as typed, for the folders they name
   */
  public FlagDefaults(Surroundings surroundings, List<String> arguments) {
    this.environment = surroundings.environment();
    Path here = surroundings.workingDirectory();
    this.request =
        new LoadRequest(
            here,
            surroundings.homeDirectory(),
            typed(arguments, "--project-dir").map(here::resolve),
            typed(arguments, "--profiles-dir").map(here::resolve),
            Optional.empty(),
            Optional.empty(),
            Map.of(),
            environment);
  }

  @Override
  public @Nullable String defaultValue(ArgSpec argument) {
    if (!(argument instanceof OptionSpec option) || !FLAGS.contains(option.longestName())) {
      return null;
    }
    String name = option.longestName().substring(2).replace('-', '_');
    for (String prefix : PREFIXES) {
      if (TAKEN.contains(prefix + name.toUpperCase(Locale.ROOT))) {
        continue;
      }
      String value = environment.get(prefix + name.toUpperCase(Locale.ROOT));
      if (value != null && !value.isBlank()) {
        return plain(option, value);
      }
    }
    String value = flags().get(name);
    return value == null ? null : plain(option, value);
  }

  private synchronized Map<String, String> flags() {
    Map<String, String> known = flags;
    if (known == null) {
      known = ProjectFlags.of(request);
      flags = known;
    }
    return requireNonNull(known, "flags");
  }

  /** dbt takes several words for yes and no. */
  private static String plain(OptionSpec option, String value) {
    if (option.type() != boolean.class) {
      return value;
    }
    return switch (value.strip().toLowerCase(Locale.ROOT)) {
      case "1", "true", "t", "yes", "y", "on" -> "true";
      case "0", "false", "f", "no", "n", "off" -> "false";
      default -> value;
    };
  }

  private static Optional<String> typed(List<String> arguments, String name) {
    for (int index = 0; index < arguments.size(); index++) {
      String argument = arguments.get(index);
      if (argument.startsWith(name + "=")) {
        return Optional.of(argument.substring(name.length() + 1));
      }
      if (argument.equals(name) && index + 1 < arguments.size()) {
        return Optional.of(arguments.get(index + 1));
      }
    }
    return Optional.empty();
  }
}
