package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.Environment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What every template of a project shares. Immutable and thread-safe.
 *
 * @param target dbt's {@code target} object: the profile's fields and name, type, threads...
 * @param environmentVariables of the process
 * @param dispatchOrder {@code search_order} of the project file's {@code dispatch}, by namespace
 * @param adapterTypes prefixes that {@code adapter.dispatch} tries before {@code default}
 * @param dialect of the database the project is rendered for
 */
public record ProjectScope(
    Environment environment,
    String projectName,
    MacroLibrary macros,
    Variables variables,
    Map<String, Object> target,
    Map<String, String> environmentVariables,
    Map<String, List<String>> dispatchOrder,
    List<String> adapterTypes,
    AdapterDialect dialect) {
  public ProjectScope {
    requireNonNull(environment, "environment");
    requireNonNull(projectName, "projectName");
    requireNonNull(macros, "macros");
    requireNonNull(variables, "variables");
    target = Collections.unmodifiableMap(new LinkedHashMap<>(target));
    environmentVariables = Map.copyOf(environmentVariables);
    dispatchOrder = Map.copyOf(dispatchOrder);
    adapterTypes = List.copyOf(adapterTypes);
    requireNonNull(dialect, "dialect");
  }

  public ProjectScope withTarget(Map<String, Object> values) {
    return new ProjectScope(
        environment,
        projectName,
        macros,
        variables,
        values,
        environmentVariables,
        dispatchOrder,
        adapterTypes,
        dialect);
  }

  public ProjectScope withVariables(Variables values) {
    return new ProjectScope(
        environment,
        projectName,
        macros,
        values,
        target,
        environmentVariables,
        dispatchOrder,
        adapterTypes,
        dialect);
  }

  /** The scope in which YAML is rendered: no macros. */
  public ProjectScope withoutMacros() {
    return new ProjectScope(
        environment,
        projectName,
        MacroLibrary.NONE,
        variables,
        target,
        environmentVariables,
        dispatchOrder,
        adapterTypes,
        dialect);
  }

  /** Leaves out the environment, which holds secrets. */
  @Override
  public String toString() {
    return "ProjectScope[" + projectName + "]";
  }
}
