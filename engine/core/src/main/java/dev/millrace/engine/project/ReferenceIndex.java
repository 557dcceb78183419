package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the names in {@code ref()} and {@code source()} mean. Immutable. */
public final class ReferenceIndex {
  private final String rootPackage;
  private final Map<String, Map<String, String>> models;
  private final Map<String, Map<String, String>> sources;
  private final Set<String> disabled;

  /**
   * @param models unique ids by name and package
   * @param sources unique ids by {@code source.table} and package
   * @param disabled names of what exists but is switched off; sources as {@code source.table}
   */
  ReferenceIndex(
      String rootPackage,
      Map<String, Map<String, String>> models,
      Map<String, Map<String, String>> sources,
      Collection<String> disabled) {
    this.rootPackage = rootPackage;
    this.models = copy(models);
    this.sources = copy(sources);
    this.disabled = Collections.unmodifiableSet(new LinkedHashSet<>(disabled));
  }

  private static Map<String, Map<String, String>> copy(Map<String, Map<String, String>> index) {
    Map<String, Map<String, String>> copy = new LinkedHashMap<>();
    index.forEach(
        (name, byPackage) ->
            copy.put(name, Collections.unmodifiableMap(new LinkedHashMap<>(byPackage))));
    return Collections.unmodifiableMap(copy);
  }

  /** The name under which one version of a model stands in the index. */
  static String versioned(String name, Optional<String> version) {
    return version.map(text -> name + ".v" + text).orElse(name);
  }

  /**
   * The unique id of a model, seed or snapshot.
   *
   * @param fromPackage the package of the file that asks
   * @param version of a model; empty for its latest one
   * @throws MillraceException REFERENCE_UNKNOWN
   */
  public String ref(
      String fromPackage, Optional<String> packageName, String model, Optional<String> version) {
    String name = versioned(model, version);
    Map<String, String> candidates = models.getOrDefault(name, Map.of());
    if (packageName.isPresent()) {
      String found = candidates.get(packageName.get());
      if (found == null) {
        throw unknown("model", packageName.get() + "." + name, name, models.keySet());
      }
      return found;
    }
    return pick(candidates, fromPackage)
        .orElseThrow(() -> unknown("model", name, name, models.keySet()));
  }

  /** The versions of a model; none when it has no versions. */
  List<String> versions(String model) {
    String start = versioned(model, Optional.of(""));
    return models.keySet().stream()
        .filter(name -> name.startsWith(start))
        .map(name -> name.substring(start.length()))
        .toList();
  }

  /** Whether a name belongs to something that is switched off; sources as {@code source.table}. */
  boolean isDisabled(String name) {
    return disabled.contains(name) && !models.containsKey(name) && !sources.containsKey(name);
  }

  /**
   * The unique id of a source's table.
   *
   * @throws MillraceException REFERENCE_UNKNOWN
   */
  public String source(String fromPackage, String source, String table) {
    String name = source + "." + table;
    return pick(sources.getOrDefault(name, Map.of()), fromPackage)
        .orElseThrow(() -> unknown("source", name, name, sources.keySet()));
  }

  private Optional<String> pick(Map<String, String> candidates, String fromPackage) {
    for (String packageName : List.of(rootPackage, fromPackage)) {
      if (candidates.containsKey(packageName)) {
        return Optional.ofNullable(candidates.get(packageName));
      }
    }
    return candidates.values().stream().findFirst();
  }

  private MillraceException unknown(
      String kind, String shown, String name, Collection<String> known) {
    if (disabled.contains(name)) {
      return new MillraceException(
          Problem.error(
                  ProblemCode.REFERENCE_UNKNOWN, "The " + kind + " `" + shown + "` is disabled")
              .remedy("Set its config `enabled` to true or take out the reference"));
    }
    Problem problem =
        Problem.error(ProblemCode.REFERENCE_UNKNOWN, "There is no " + kind + " `" + shown + "`");
    return new MillraceException(
        NameSuggester.nearest(name, known)
            .map(near -> problem.remedy("Did you mean `" + near + "`?"))
            .orElse(
                problem.remedy(
                    kind.equals("model")
                        ? "Add models/" + name + ".sql or correct the name"
                        : "Declare it under `sources:` in a YAML file or correct the name")));
  }
}
