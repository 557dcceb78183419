package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.graph.GraphNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a project describes beside what becomes a relation: kept for the graph's ends, for selection
 * and for artifacts.
 *
 * @param uniqueId such as {@code exposure.shop.weekly_report}
 * @param path of the file, relative to the project folder, with {@code /}
 * @param resourcePath relative to the resource folder
 * @param originalFilePath relative to the folder of the package
 * @param dependsOn unique ids of what it reads
 * @param config as it stands, with what may stand beside it
 * @param properties all that the YAML says, as it stands
 */
public record ProjectResource(
    Kind kind,
    String uniqueId,
    String name,
    String packageName,
    String path,
    String resourcePath,
    String originalFilePath,
    List<String> fqn,
    List<String> dependsOn,
    List<NodeDetails.NamedReference> refs,
    List<NodeDetails.NamedReference> sources,
    Map<String, Object> config,
    Map<String, @Nullable Object> properties)
    implements GraphNode {
  /** dbt's kinds of resource that nothing builds. */
  public enum Kind {
    EXPOSURE("exposures"),
    METRIC("metrics"),
    SEMANTIC_MODEL("semantic_models"),
    SAVED_QUERY("saved_queries"),
    GROUP("groups");

    private final String plural;

    Kind(String plural) {
      this.plural = plural;
    }

    /** As the YAML and the manifest call the list of them: {@code exposures}. */
    public String plural() {
      return plural;
    }

    /** As dbt writes one: {@code exposure}. */
    public String dbtName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public ProjectResource {
    requireNonNull(kind, "kind");
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(name, "name");
    requireNonNull(packageName, "packageName");
    requireNonNull(path, "path");
    requireNonNull(resourcePath, "resourcePath");
    requireNonNull(originalFilePath, "originalFilePath");
    fqn = List.copyOf(fqn);
    dependsOn = List.copyOf(dependsOn);
    refs = List.copyOf(refs);
    sources = List.copyOf(sources);
    config = Collections.unmodifiableMap(new LinkedHashMap<>(config));
    properties = Collections.unmodifiableMap(new LinkedHashMap<>(properties));
  }

  @Override
  public String resourceTypeName() {
    return kind.dbtName();
  }

  @Override
  public List<String> tags() {
    return switch (config.get("tags")) {
      case null -> List.of();
      case List<?> list -> list.stream().map(String::valueOf).distinct().sorted().toList();
      case Object one -> List.of(String.valueOf(one));
    };
  }

  @Override
  public Map<String, Object> configValues() {
    return config;
  }
}
