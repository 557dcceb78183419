package dev.millrace.cli.options;

import dev.millrace.cli.output.WarningRules;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;

/** Reads dbt's {@code warn_error_options}, with the names its keys have and those they had. */
final class WarnErrorOptions {
  private static final List<String> ERRORS = List.of("error", "include");
  private static final List<String> WARNINGS = List.of("warn", "exclude");
  private static final String SILENCED = "silence";

  private static final Set<String> EVERYTHING = Set.of("all", "*");

  private WarnErrorOptions() {}

  /**
   * Reads a mapping in YAML.
   *
   * @throws MillraceException USAGE
   */
  static WarningRules read(String text) {
    Object parsed;
    try {
      parsed = new Yaml(new SafeConstructor(new LoaderOptions())).load(text);
    } catch (YAMLException e) {
      throw wrong("--warn-error-options is not valid YAML");
    }
    if (!(parsed instanceof Map<?, ?> options)) {
      throw wrong("--warn-error-options must be a mapping");
    }
    Set<String> errors = new LinkedHashSet<>();
    Set<String> warnings = new LinkedHashSet<>();
    Set<String> silenced = new LinkedHashSet<>();
    options.forEach(
        (key, value) -> {
          String name = String.valueOf(key);
          if (ERRORS.contains(name)) {
            errors.addAll(names(name, value));
          } else if (WARNINGS.contains(name)) {
            warnings.addAll(names(name, value));
          } else if (SILENCED.equals(name)) {
            silenced.addAll(names(name, value));
          } else {
            throw wrong("--warn-error-options has no key `" + name + "`");
          }
        });
    boolean all = errors.stream().anyMatch(EVERYTHING::contains);
    return new WarningRules(all, errors, warnings, silenced);
  }

  private static Set<String> names(String key, @Nullable Object value) {
    Set<String> names = new LinkedHashSet<>();
    if (value instanceof List<?> list) {
      list.forEach(name -> names.add(String.valueOf(name)));
    } else if (value != null && EVERYTHING.contains(String.valueOf(value))) {
      names.add(String.valueOf(value));
    } else if (value != null) {
      throw wrong("`" + key + "` in --warn-error-options must be a list of names");
    }
    return names;
  }

  private static MillraceException wrong(String message) {
    return new MillraceException(
        Problem.error(ProblemCode.USAGE, message)
            .remedy(
                "Write for example --warn-error-options '{error: all, warn: [P014], silence:"
                    + " []}'"));
  }
}
