package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.Quoting;
import dev.millrace.jinja.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A node while it is being put together. Used by one thread. */
final class NodeDraft {
  final String uniqueId;
  final String name;
  final ResourceType type;
  final String packageName;
  final String path;
  final List<String> fqn;
  final String rawCode;
  final SourcePosition position;
  final ConfigLayer config = new ConfigLayer();
  final Set<Reference> references = new LinkedHashSet<>();
  final List<String> dependsOn = new ArrayList<>();
  String description = "";
  List<ColumnSpec> columns = List.of();
  final List<String> macros = new ArrayList<>();
  String originalFilePath;
  String resourcePath;
  Optional<String> patchPath = Optional.empty();
  Optional<ModelVersion> version = Optional.empty();
  String language = "sql";

  /** The version of the model that a generic test belongs to. */
  Optional<String> testedVersion = Optional.empty();

  /** Where the code begins; only blocks of a file begin elsewhere than the file does. */
  SourcePosition codeStart;

  /** What the YAML says beside description, columns and config, as it stands. */
  Map<String, @Nullable Object> properties = Map.of();

  Quoting quoting = Quoting.ALL;

  /** Keys of the config that Millrace derived from something else than a config. */
  final Set<String> derived = new LinkedHashSet<>();

  /** Tags that are no config, as those of a tested column are none of the test. */
  Set<String> tags = Set.of();

  /** What makes a data test a generic one. */
  @Nullable GenericTest generic;

  Materialization materialization = Materialization.VIEW;
  @Nullable Template template;

  /** What the draft is configured with beside its own text; sources have none. */
  @Nullable DraftBase base;

  @Nullable RelationName relation;

  /**
   * A call of {@code ref()} or {@code source()}.
   *
   * @param scope of a ref the package, if named; of a source the source's name
   * @param name of the model or table
   * @param version of the model, if named
   */
  record Reference(
      boolean source,
      Optional<String> scope,
      String name,
      Optional<String> version,
      SourcePosition position) {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Reference reference
          && reference.source == source
          && reference.scope.equals(scope)
          && reference.name.equals(name)
          && reference.version.equals(version);
    }

    @Override
    public int hashCode() {
      return scope.hashCode() * 31 + name.hashCode();
    }
  }

  NodeDraft(
      ResourceType type,
      String packageName,
      String name,
      List<String> fqn,
      SourcePosition position,
      String rawCode) {
    this(type, packageName, uniqueName(type, name, fqn), name, fqn, position, rawCode);
  }

  /**
   * @param uniqueName what follows the package in the unique id
   */
  NodeDraft(
      ResourceType type,
      String packageName,
      String uniqueName,
      String name,
      List<String> fqn,
      SourcePosition position,
      String rawCode) {
    this.uniqueId = type.dbtName() + "." + packageName + "." + uniqueName;
    this.originalFilePath = position.file();
    this.resourcePath = position.file();
    this.name = name;
    this.type = type;
    this.packageName = packageName;
    this.path = position.file();
    this.codeStart = SourcePosition.of(position.file());
    this.fqn = fqn;
    this.position = position;
    this.rawCode = rawCode;
  }

  private static String uniqueName(ResourceType type, String name, List<String> fqn) {
    return type == ResourceType.SOURCE ? fqn.get(fqn.size() - 2) + "." + name : name;
  }

  boolean isEnabled() {
    return !Boolean.FALSE.equals(config.get("enabled"));
  }

  /** The position of a config, or that of the node. */
  SourcePosition origin(String key) {
    return config.origin(key).orElse(position);
  }

  Optional<String> text(String key) {
    return Optional.ofNullable(config.get(key)).map(String::valueOf);
  }

  /** What macros see as {@code node} and {@code model}. */
  Map<String, Object> asMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("unique_id", uniqueId);
    map.put("name", name);
    map.put("resource_type", type.dbtName());
    map.put("package_name", packageName);
    map.put("path", resourcePath);
    map.put("original_file_path", originalFilePath);
    map.put("fqn", fqn);
    map.put("description", description);
    map.put("config", config.toConfig().values());
    map.put("tags", config.toConfig().texts("tags"));
    map.put("raw_code", rawCode);
    version.ifPresent(
        known -> {
          map.put("version", known.value());
          map.put("latest_version", known.latest());
        });
    return map;
  }

  Node toNode(RelationName relation) {
    NodeConfig resolved = config.toConfig();
    return new Node(
        uniqueId,
        name,
        type,
        packageName,
        path,
        fqn,
        materialization,
        resolved,
        dependsOn,
        relation,
        description,
        columns,
        allTags(resolved),
        rawCode);
  }

  private List<String> allTags(NodeConfig resolved) {
    Set<String> all = new java.util.TreeSet<>(tags);
    all.addAll(resolved.texts("tags"));
    return List.copyOf(all);
  }

  NodeDetails details() {
    List<NodeDetails.NamedReference> refs = new ArrayList<>();
    List<NodeDetails.NamedReference> sources = new ArrayList<>();
    references.forEach(
        reference ->
            (reference.source() ? sources : refs)
                .add(
                    new NodeDetails.NamedReference(
                        reference.scope(), reference.name(), reference.version())));
    return new NodeDetails(
        originalFilePath,
        resourcePath,
        patchPath,
        macros,
        refs,
        sources,
        version,
        language,
        properties,
        derived,
        quoting,
        config.written());
  }
}
