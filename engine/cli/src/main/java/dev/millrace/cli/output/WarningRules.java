package dev.millrace.cli.output;

import dev.millrace.engine.problem.Problem;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which warnings are taken for errors and which are not shown, as dbt's {@code warn_error_options}
 * say. A warning is named by its code, such as {@code P014}, or by the name that dbt's logs have
 * for it, such as {@code NoNodesForSelectionCriteria}.
 *
 * @param all whether every warning is an error that is not named below
 * @param errors names of further warnings that are
 * @param warnings names of warnings that are none
 * @param silenced names of warnings that nobody is told of
 */
public record WarningRules(
    boolean all, Set<String> errors, Set<String> warnings, Set<String> silenced) {
  /** Warnings are warnings. */
  public static final WarningRules NONE = new WarningRules(false, Set.of(), Set.of(), Set.of());

  /** Warnings are errors. */
  public static final WarningRules ALL = new WarningRules(true, Set.of(), Set.of(), Set.of());

  public WarningRules {
    errors = Set.copyOf(new TreeSet<>(errors));
    warnings = Set.copyOf(new TreeSet<>(warnings));
    silenced = Set.copyOf(new TreeSet<>(silenced));
  }

  /** Whether a command that meets this warning ends as with an error. */
  public boolean isError(Problem warning) {
    List<String> names = names(warning);
    return !isSilenced(warning)
        && names.stream().noneMatch(warnings::contains)
        && (all || names.stream().anyMatch(errors::contains));
  }

  /** Whether nobody is told of this warning. */
  public boolean isSilenced(Problem warning) {
    return names(warning).stream().anyMatch(silenced::contains);
  }

  private static List<String> names(Problem warning) {
    return List.of(warning.code().code(), ProblemText.event(warning).name());
  }
}
