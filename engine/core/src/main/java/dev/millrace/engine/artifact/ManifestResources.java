package dev.millrace.engine.artifact;

import dev.millrace.engine.project.DocBlock;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails.NamedReference;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectResource;
import dev.millrace.engine.project.ProjectResource.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The parts of a manifest that are no nodes: exposures, groups, semantic layer, docs. */
final class ManifestResources {
  private final Project project;

  ManifestResources(Project project) {
    this.project = project;
  }

  /** The resources of one kind by unique id. */
  Map<String, @Nullable Object> of(Kind kind) {
    Map<String, @Nullable Object> all = new TreeMap<>();
    for (ProjectResource resource : project.details().resources().values()) {
      if (resource.kind() == kind) {
        all.put(resource.uniqueId(), kind == Kind.GROUP ? group(resource) : resource(resource));
      }
    }
    return all;
  }

  /** What belongs to each group. */
  Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new TreeMap<>();
    for (ProjectResource resource : project.details().resources().values()) {
      if (resource.kind() == Kind.GROUP) {
        groups.put(resource.name(), new ArrayList<>());
      }
    }
    for (Node node : project.nodes().values()) {
      node.config()
          .text("group")
          .ifPresent(
              name -> groups.computeIfAbsent(name, key -> new ArrayList<>()).add(node.uniqueId()));
    }
    return groups;
  }

  Map<String, @Nullable Object> docs() {
    Map<String, @Nullable Object> docs = new TreeMap<>();
    for (DocBlock block : project.details().docs().values()) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("name", block.name());
      map.put("resource_type", "doc");
      map.put("package_name", block.packageName());
      map.put("path", block.path());
      map.put("original_file_path", block.originalFilePath());
      map.put("unique_id", block.uniqueId());
      map.put("block_contents", block.contents());
      docs.put(block.uniqueId(), map);
    }
    return docs;
  }

  private static Map<String, @Nullable Object> head(ProjectResource resource) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", resource.name());
    map.put("resource_type", resource.kind().dbtName());
    map.put("package_name", resource.packageName());
    map.put("path", resource.resourcePath());
    map.put("original_file_path", resource.originalFilePath());
    map.put("unique_id", resource.uniqueId());
    return map;
  }

  private static Map<String, @Nullable Object> group(ProjectResource group) {
    Map<String, @Nullable Object> map = head(group);
    map.put("owner", group.properties().get("owner"));
    map.put("description", group.properties().get("description"));
    map.put("config", Map.of("meta", group.config().getOrDefault("meta", Map.of())));
    return map;
  }

  /** All that the YAML says, under the keys that dbt always writes. */
  private static Map<String, @Nullable Object> resource(ProjectResource resource) {
    Map<String, @Nullable Object> map = head(resource);
    map.put("fqn", resource.fqn());
    map.put("description", "");
    map.put("label", null);
    for (String key : keys(resource.kind())) {
      map.put(key, null);
    }
    resource.properties().forEach(map::put);
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("enabled", true);
    config.put("meta", Map.of());
    if (resource.kind() == Kind.EXPOSURE) {
      config.put("tags", List.of());
    }
    config.putAll(resource.config());
    map.put("config", config);
    map.put("meta", config.getOrDefault("meta", Map.of()));
    map.put("tags", resource.tags());
    map.put("group", config.get("group"));
    map.put("unrendered_config", Map.of());
    Map<String, Object> dependsOn = new LinkedHashMap<>();
    dependsOn.put("macros", List.of());
    dependsOn.put("nodes", resource.dependsOn());
    map.put("depends_on", dependsOn);
    map.put("refs", resource.refs().stream().map(Manifest::reference).toList());
    map.put("sources", resource.sources().stream().map(ManifestResources::source).toList());
    map.put("metrics", List.of());
    map.put("created_at", 0);
    return map;
  }

  private static List<String> source(NamedReference source) {
    return List.of(source.scope().orElse(""), source.name());
  }

  private static List<String> keys(Kind kind) {
    return switch (kind) {
      case EXPOSURE -> List.of("type", "owner", "maturity", "url");
      case METRIC -> List.of("type", "type_params", "filter", "metadata", "time_granularity");
      case SEMANTIC_MODEL ->
          List.of(
              "model",
              "node_relation",
              "defaults",
              "entities",
              "measures",
              "dimensions",
              "metadata",
              "primary_entity");
      case SAVED_QUERY -> List.of("query_params", "exports", "metadata");
      case GROUP -> List.of();
    };
  }
}
