package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.project.context.Quoting;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What only artifacts tell of a node.
 *
 * @param originalFilePath relative to the folder of the node's package
 * @param resourcePath relative to the resource folder, such as {@code models}
 * @param patchPath the property file that describes it, as {@code package://path}
 * @param macros unique ids of the macros its text calls itself
 * @param refs what its {@code ref()} calls name
 * @param sources what its {@code source()} calls name
 * @param version of a model that has versions
 * @param language {@code sql} or {@code python}
 * @param properties what the YAML says beside description, columns and config, as it stands
 * @param derivedConfig keys of the configuration that were derived from something else
 * @param quoting of its relation's name
 * @param writtenConfig the configuration as it stands in the files, with derived keys
 */
public record NodeDetails(
    String originalFilePath,
    String resourcePath,
    Optional<String> patchPath,
    List<String> macros,
    List<NamedReference> refs,
    List<NamedReference> sources,
    Optional<ModelVersion> version,
    String language,
    Map<String, @Nullable Object> properties,
    Set<String> derivedConfig,
    Quoting quoting,
    Map<String, @Nullable Object> writtenConfig) {
  /** Of a node that no file says anything of. */
  public static final NodeDetails NONE =
      new NodeDetails(
          "",
          "",
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          "sql",
          Map.of(),
          Set.of(),
          Quoting.ALL,
          Map.of());

  public NodeDetails {
    requireNonNull(version, "version");
    requireNonNull(language, "language");
    requireNonNull(quoting, "quoting");
    writtenConfig = Collections.unmodifiableMap(new LinkedHashMap<>(writtenConfig));
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
    derivedConfig = Collections.unmodifiableSet(new LinkedHashSet<>(derivedConfig));
    requireNonNull(originalFilePath, "originalFilePath");
    requireNonNull(resourcePath, "resourcePath");
    requireNonNull(patchPath, "patchPath");
    macros = List.copyOf(macros);
    refs = List.copyOf(refs);
    sources = List.copyOf(sources);
  }

  /**
   * A reference by names.
   *
   * @param scope the package of a ref when it is named, the source of a table
   * @param version of a model when it is named
   */
  public record NamedReference(Optional<String> scope, String name, Optional<String> version) {
    public NamedReference {
      requireNonNull(version, "version");
      requireNonNull(scope, "scope");
      requireNonNull(name, "name");
    }
  }
}
