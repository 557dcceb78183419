package dev.millrace.engine.project.context;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@code var()}.
 *
 * @param commandLine win over all others
 * @param root of the project's own file
 * @param packages of the files of the packages, by package
 */
public record Variables(Map<String, Object> commandLine, Scope root, Map<String, Scope> packages) {
  public static final Variables NONE = new Variables(Map.of(), Scope.NONE, Map.of());

  public Variables {
    commandLine = Collections.unmodifiableMap(new LinkedHashMap<>(commandLine));
    packages = Map.copyOf(packages);
  }

  /**
   * The {@code vars} of one file.
   *
   * @param global for all packages
   * @param byPackage for one package only
   */
  public record Scope(
      Map<String, @Nullable Object> global, Map<String, Map<String, @Nullable Object>> byPackage) {
    public static final Scope NONE = new Scope(Map.of(), Map.of());

    public Scope {
      global = Collections.unmodifiableMap(new LinkedHashMap<>(global));
      byPackage = Collections.unmodifiableMap(new LinkedHashMap<>(byPackage));
    }

    private Optional<Found> find(String packageName, String name) {
      Map<String, @Nullable Object> own = byPackage.getOrDefault(packageName, Map.of());
      if (own.containsKey(name)) {
        return Optional.of(new Found(own.get(name)));
      }
      return global.containsKey(name) ? Optional.of(new Found(global.get(name))) : Optional.empty();
    }
  }

  /** A variable that is set, perhaps to nothing. */
  public record Found(@Nullable Object value) {}

  /** The value that files of a package see. */
  public Optional<Found> find(String packageName, String name) {
    if (commandLine.containsKey(name)) {
      return Optional.of(new Found(commandLine.get(name)));
    }
    return root.find(packageName, name)
        .or(
            () ->
                Optional.ofNullable(packages.get(packageName))
                    .flatMap(scope -> scope.find(packageName, name)));
  }

  /** These variables with others over them, as a unit test sets them. */
  public Variables overriddenBy(Map<String, Object> values) {
    Map<String, Object> merged = new LinkedHashMap<>(commandLine);
    merged.putAll(values);
    return new Variables(merged, root, packages);
  }
}
