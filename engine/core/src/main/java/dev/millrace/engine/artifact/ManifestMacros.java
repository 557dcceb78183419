package dev.millrace.engine.artifact;

import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.jinja.MacroDefinition;
import dev.millrace.jinja.StaticCall;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The macros of a manifest. */
final class ManifestMacros {
  private final ProjectScope scope;
  private final MacroLibrary library;

  ManifestMacros(Project project) {
    this.scope = project.templates().scope();
    this.library = scope.macros();
  }

  /** All macros by unique id. */
  Map<String, @Nullable Object> all() {
    Map<String, @Nullable Object> all = new TreeMap<>();
    for (String packageName : library.packageNames()) {
      library
          .inPackage(packageName)
          .forEach(
              (name, macro) ->
                  all.put("macro." + packageName + "." + name, macro(packageName, name, macro)));
    }
    return all;
  }

  private Map<String, @Nullable Object> macro(
      String packageName, String name, MacroDefinition macro) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("resource_type", "macro");
    map.put("package_name", packageName);
    map.put("path", macro.position().template());
    map.put("original_file_path", macro.position().template());
    map.put("unique_id", "macro." + packageName + "." + name);
    map.put("macro_sql", library.text(macro));
    map.put("depends_on", Map.of("macros", List.copyOf(called(packageName, macro))));
    map.put("description", "");
    map.put("meta", Map.of());
    map.put("docs", DbtConfig.docs());
    map.put("config", Map.of("meta", Map.of(), "docs", DbtConfig.docs()));
    map.put("patch_path", null);
    map.put("arguments", List.of());
    map.put("created_at", 0);
    map.put("supported_languages", null);
    return map;
  }

  /** Unique ids of the macros that the text calls, found without rendering it. */
  private Set<String> called(String packageName, MacroDefinition macro) {
    Set<String> ids = new LinkedHashSet<>();
    for (StaticCall call : macro.staticCalls()) {
      found(packageName, call).flatMap(library::uniqueId).ifPresent(ids::add);
    }
    return ids;
  }

  private Optional<MacroDefinition> found(String packageName, StaticCall call) {
    String function = call.function();
    if (function.equals("adapter.dispatch")) {
      return dispatched(packageName, call);
    }
    int dot = function.indexOf('.');
    return dot < 0
        ? library.find(packageName, function)
        : library.findIn(List.of(function.substring(0, dot)), function.substring(dot + 1));
  }

  private Optional<MacroDefinition> dispatched(String packageName, StaticCall call) {
    if (!call.literal() || call.positional().isEmpty()) {
      return Optional.empty();
    }
    Object second =
        call.positional().size() > 1
            ? call.positional().get(1)
            : call.named().get("macro_namespace");
    List<String> packages =
        second instanceof String namespace
            ? scope
                .dispatchOrder()
                .getOrDefault(namespace, List.of(library.rootPackage(), namespace))
            : library.searchOrder(packageName);
    List<String> prefixes = new ArrayList<>(scope.adapterTypes());
    prefixes.add("default");
    List<String> all = new ArrayList<>(packages);
    all.addAll(library.internalPackages());
    return prefixes.stream()
        .flatMap(
            prefix -> library.findIn(all, prefix + "__" + call.positional().getFirst()).stream())
        .findFirst();
  }
}
