package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.MacroDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * All macros of a project: its own, those of its packages and those that come with Millrace. Each
 * is compiled once and shared by all renders.
 */
public final class MacroLibrary {
  /** The packages that come with Millrace, nearest first, as dbt orders them. */
  public static final List<String> INTERNAL_PACKAGES = List.of("dbt_flink", "dbt");

  /** No macros at all: what YAML files see. */
  public static final MacroLibrary NONE = new MacroLibrary("", Map.of());

  private final String rootPackage;
  private final Map<String, Map<String, MacroDefinition>> packages;

  /**
   * @param rootPackage the project's own package, whose macros replace internal ones
   * @param packages macros by package and name
   */
  public MacroLibrary(String rootPackage, Map<String, Map<String, MacroDefinition>> packages) {
    this.rootPackage = requireNonNull(rootPackage, "rootPackage");
    Map<String, Map<String, MacroDefinition>> copy = new LinkedHashMap<>();
    packages.forEach(
        (name, macros) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(macros))));
    this.packages = Collections.unmodifiableMap(copy);
  }

  public String rootPackage() {
    return rootPackage;
  }

  /** The macros of one package by name; empty for a package that is not there. */
  public Map<String, MacroDefinition> inPackage(String packageName) {
    return packages.getOrDefault(packageName, Map.of());
  }

  /** The names of all packages with macros. */
  public Set<String> packageNames() {
    return packages.keySet();
  }

  /**
   * What a bare name means in files of a package: its own macro, the project's, an internal one.
   */
  public Optional<MacroDefinition> find(String packageName, String name) {
    return findIn(searchOrder(packageName), name);
  }

  /** The first macro of this name in these packages. */
  public Optional<MacroDefinition> findIn(List<String> packageNames, String name) {
    for (String packageName : packageNames) {
      MacroDefinition macro = inPackage(packageName).get(name);
      if (macro != null) {
        return Optional.of(macro);
      }
    }
    return Optional.empty();
  }

  /** The packages in which bare names are looked up, nearest first. */
  public List<String> searchOrder(String packageName) {
    Set<String> order = new LinkedHashSet<>();
    order.add(packageName);
    order.add(rootPackage);
    order.addAll(INTERNAL_PACKAGES);
    return new ArrayList<>(order);
  }
}
