package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Optional;

/**
 * What only artifacts tell of a node.
 *
 * @param originalFilePath relative to the folder of the node's package
 * @param resourcePath relative to the resource folder, such as {@code models}
 * @param patchPath the property file that describes it, as {@code package://path}
 * @param macros unique ids of the macros its text calls itself
 * @param refs what its {@code ref()} calls name
 * @param sources what its {@code source()} calls name
 */
public record NodeDetails(
    String originalFilePath,
    String resourcePath,
    Optional<String> patchPath,
    List<String> macros,
    List<NamedReference> refs,
    List<NamedReference> sources) {
  public NodeDetails {
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
   */
  public record NamedReference(Optional<String> scope, String name) {
    public NamedReference {
      requireNonNull(scope, "scope");
      requireNonNull(name, "name");
    }
  }
}
