package dev.millrace.engine.project.context;

import static java.util.Objects.requireNonNull;

import dev.millrace.jinja.MacroDefinition;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
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
  /** No macros at all: what YAML files see. */
  public static final MacroLibrary NONE = new MacroLibrary("", List.of(), Map.of(), Map.of());

  private final String rootPackage;
  private final List<String> internalPackages;
  private final Map<String, Map<String, MacroDefinition>> packages;
  private final IdentityHashMap<MacroDefinition, String> ids = new IdentityHashMap<>();
  private final IdentityHashMap<MacroDefinition, String> texts = new IdentityHashMap<>();

  /**
   * @param rootPackage the project's own package, whose macros replace internal ones
   * @param internalPackages dbt's own and the adapter's, nearest first
   * @param packages macros by package and name
   * @param texts what stands in the files, from tag to tag, by the macro itself
   */
  public MacroLibrary(
      String rootPackage,
      List<String> internalPackages,
      Map<String, Map<String, MacroDefinition>> packages,
      Map<MacroDefinition, String> texts) {
    texts.forEach(this.texts::put);
    this.rootPackage = requireNonNull(rootPackage, "rootPackage");
    this.internalPackages = List.copyOf(internalPackages);
    Map<String, Map<String, MacroDefinition>> copy = new LinkedHashMap<>();
    packages.forEach(
        (name, macros) -> copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(macros))));
    this.packages = Collections.unmodifiableMap(copy);
    copy.forEach(
        (owner, macros) ->
            macros.forEach((name, macro) -> ids.put(macro, "macro." + owner + "." + name)));
  }

  /** The unique id of a macro, such as {@code macro.dbt.ref}; empty for one of a template. */
  public Optional<String> uniqueId(MacroDefinition macro) {
    return Optional.ofNullable(ids.get(macro));
  }

  /** The macro as it stands in its file, from tag to tag. */
  public String text(MacroDefinition macro) {
    return texts.getOrDefault(macro, "");
  }

  /** dbt's own package and the adapter's, nearest first. */
  public List<String> internalPackages() {
    return internalPackages;
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
    // The same as findIn(searchOrder(packageName), name), which every name of a template asks for.
    MacroDefinition macro = inPackage(packageName).get(name);
    if (macro == null) {
      macro = inPackage(rootPackage).get(name);
    }
    for (int i = 0; macro == null && i < internalPackages.size(); i++) {
      macro = inPackage(internalPackages.get(i)).get(name);
    }
    return Optional.ofNullable(macro);
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
    order.addAll(internalPackages);
    return new ArrayList<>(order);
  }
}
