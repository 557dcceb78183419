package dev.millrace.engine.artifact;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.DbtTexts;
import dev.millrace.engine.project.DataTest;
import dev.millrace.engine.project.Materialization;
import dev.millrace.engine.project.ModelVersion;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeDetails;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ProjectResource;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.Quoting;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * dbt's {@code manifest.json}, version 12, as a tree of maps and lists. The same project always
 * gives the same tree; it holds placeholders where the project names secrets.
 */
public final class Manifest {
  private static final String SCHEMA = "manifest/v12";

  /** Fixed: equal projects give equal trees where no run is named. */
  private static final Invocation NO_INVOCATION =
      new Invocation("", Instant.EPOCH, "parse", Map.of(), Map.of());

  private final Project project;
  private final Map<String, DbtTexts.Result> texts;
  private final ModelInference inference;
  private final Invocation invocation;
  private final Instant generatedAt;

  /**
   * A manifest to compare or to look into, which no run has written.
   *
   * @param texts compiled texts by unique id; empty when the project was only parsed
   */
  public Manifest(Project project, Map<String, DbtTexts.Result> texts) {
    this(project, texts, NO_INVOCATION, Instant.EPOCH);
  }

  /**
   * The manifest of a run.
   *
   * @param texts compiled texts by unique id; empty when the project was only parsed
   */
  public Manifest(
      Project project,
      Map<String, DbtTexts.Result> texts,
      Invocation invocation,
      Instant generatedAt) {
    this.project = project;
    this.texts = Map.copyOf(texts);
    this.inference = new ModelInference(project);
    this.invocation = requireNonNull(invocation, "invocation");
    this.generatedAt = requireNonNull(generatedAt, "generatedAt");
  }

  /** The whole tree. */
  public Map<String, @Nullable Object> tree() {
    Map<String, @Nullable Object> nodes = new TreeMap<>();
    Map<String, @Nullable Object> sources = new TreeMap<>();
    project
        .nodes()
        .forEach(
            (id, node) -> {
              if (node.resourceType() == ResourceType.SOURCE) {
                sources.put(id, source(node));
              } else {
                nodes.put(id, node(node));
              }
            });
    project.details().operations().forEach((id, operation) -> nodes.put(id, node(operation)));
    project.details().dataTests().forEach((id, test) -> nodes.put(id, test(test)));
    Map<String, @Nullable Object> tree = new LinkedHashMap<>();
    tree.put("metadata", metadata());
    tree.put("nodes", nodes);
    tree.put("sources", sources);
    tree.put("macros", new ManifestMacros(project).all());
    ManifestResources resources = new ManifestResources(project);
    tree.put("docs", resources.docs());
    tree.put("exposures", resources.of(ProjectResource.Kind.EXPOSURE));
    tree.put("metrics", resources.of(ProjectResource.Kind.METRIC));
    tree.put("groups", resources.of(ProjectResource.Kind.GROUP));
    tree.put("selectors", project.details().selectors().written());
    tree.put("disabled", disabled());
    Map<String, List<String>> parents = parents();
    tree.put("parent_map", parents);
    tree.put("child_map", children(parents));
    tree.put("group_map", resources.groups());
    tree.put("saved_queries", resources.of(ProjectResource.Kind.SAVED_QUERY));
    tree.put("semantic_models", resources.of(ProjectResource.Kind.SEMANTIC_MODEL));
    tree.put("unit_tests", new ManifestUnitTests(project).all());
    tree.put("functions", Map.of());
    return tree;
  }

  private Map<String, @Nullable Object> metadata() {
    Map<String, @Nullable Object> metadata = ArtifactMetadata.tree(SCHEMA, invocation, generatedAt);
    if (invocation.id().isEmpty()) {
      metadata.put("invocation_id", null);
    }
    metadata.put("project_name", project.name());
    metadata.put("project_id", digest("MD5", project.name()));
    metadata.put("adapter_type", String.valueOf(scopeTarget("type")));
    Map<String, @Nullable Object> quoting = new LinkedHashMap<>();
    Quoting parts = project.templates().scope().dialect().quoting();
    quoting.put("database", parts.database());
    quoting.put("schema", parts.schema());
    quoting.put("identifier", parts.identifier());
    quoting.put("column", null);
    metadata.put("quoting", quoting);
    return metadata;
  }

  private @Nullable Object scopeTarget(String key) {
    return project.templates().scope().target().get(key);
  }

  private Map<String, @Nullable Object> node(Node node) {
    Map<String, @Nullable Object> map = common(node);
    NodeDetails details = details(node.uniqueId());
    boolean seed = node.resourceType() == ResourceType.SEED;
    map.put(
        "relation_name",
        node.materialization() == Materialization.EPHEMERAL ? null : relationName(node));
    String code =
        switch (node.resourceType()) {
          case SEED -> "";
          // Blocks and hooks are no files: dbt keeps the blanks at their ends.
          case SNAPSHOT, OPERATION -> node.rawCode();
          case MODEL, ANALYSIS, TEST, SOURCE -> node.rawCode().strip();
        };
    map.put("raw_code", code);
    map.put("checksum", checksum("sha256", digest("SHA-256", seed ? node.rawCode() : code)));
    map.put("patch_path", details.patchPath().orElse(null));
    map.put("language", details.language());
    if (node.resourceType() == ResourceType.OPERATION) {
      map.put("index", details.properties().get("index"));
    }
    if (node.resourceType() == ResourceType.MODEL) {
      Object access = node.config().values().get("access");
      map.put("access", access == null ? "protected" : access);
      map.put("constraints", ManifestProperties.constraints(details.properties(), true));
      map.put("version", details.version().map(ModelVersion::value).orElse(null));
      map.put("latest_version", details.version().map(ModelVersion::latest).orElse(null));
      map.put("deprecation_date", details.properties().get("deprecation_date"));
      map.put("time_spine", details.properties().get("time_spine"));
      map.put("primary_key", inference.primaryKey(node));
    }
    return map;
  }

  /** What is switched off, by unique id: each a list, since the same name may be so twice. */
  private Map<String, @Nullable Object> disabled() {
    Map<String, @Nullable Object> disabled = new TreeMap<>();
    project
        .details()
        .disabledNodes()
        .forEach(
            (id, node) ->
                disabled.put(
                    id,
                    List.of(
                        node.resourceType() == ResourceType.SOURCE ? source(node) : node(node))));
    return disabled;
  }

  private Map<String, @Nullable Object> test(DataTest test) {
    Node node = test.node();
    Map<String, @Nullable Object> map = common(node);
    map.put(
        "relation_name",
        Boolean.TRUE.equals(node.config().values().get("store_failures"))
            ? relationName(node)
            : null);
    map.put("raw_code", test.generic().isPresent() ? node.rawCode() : node.rawCode().strip());
    map.put(
        "checksum",
        test.generic().isPresent()
            ? checksum("none", "")
            : checksum("sha256", digest("SHA-256", node.rawCode().strip())));
    map.put("language", "sql");
    test.generic()
        .ifPresent(
            generic -> {
              Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
              metadata.put("name", generic.name());
              metadata.put("kwargs", generic.arguments());
              metadata.put("namespace", generic.namespace().orElse(null));
              map.put("test_metadata", metadata);
              map.put("column_name", generic.column().orElse(null));
              map.put("file_key_name", generic.fileKeyName());
              map.put("attached_node", test.attached().orElse(null));
            });
    return map;
  }

  private Map<String, @Nullable Object> common(Node node) {
    NodeDetails details = details(node.uniqueId());
    Map<String, @Nullable Object> map = head(node, details);
    map.put("alias", node.relation().name());
    map.put("tags", node.tags());
    Map<String, @Nullable Object> columns =
        ManifestProperties.columns(node, details.properties(), inference);
    map.put("columns", columns);
    map.put("meta", orEmpty(node.config().values().get("meta")));
    map.put("group", node.config().values().get("group"));
    map.put("docs", DbtConfig.of(node, Set.of()).getOrDefault("docs", DbtConfig.docs()));
    map.put("build_path", null);
    map.put("unrendered_config", unrendered(node, details));
    map.put("created_at", 0);
    map.put("doc_blocks", inference.docBlocks(node, details));
    map.put("refs", details.refs().stream().map(Manifest::reference).toList());
    map.put(
        "sources",
        details.sources().stream()
            .map(source -> List.of(source.scope().orElse(""), source.name()))
            .toList());
    map.put("metrics", List.of());
    map.put("functions", List.of());
    List<String> macros = new ArrayList<>(details.macros());
    DbtTexts.Result result = texts.get(node.uniqueId());
    if (result != null) {
      result.macros().stream().filter(macro -> !macros.contains(macro)).forEach(macros::add);
    }
    Map<String, @Nullable Object> dependsOn = new LinkedHashMap<>();
    dependsOn.put("macros", macros);
    dependsOn.put("nodes", node.dependsOn());
    map.put("depends_on", dependsOn);
    compiled(map, result);
    Map<String, @Nullable Object> contract = new LinkedHashMap<>();
    contract.put("enforced", false);
    contract.put("alias_types", true);
    if (node.config().values().get("contract") instanceof Map<?, ?> configured) {
      configured.forEach((key, value) -> contract.put(String.valueOf(key), value));
    }
    List<Object> constraints =
        node.resourceType() == ResourceType.MODEL
            ? ManifestProperties.constraints(details.properties(), true)
            : List.of();
    contract.put(
        "checksum",
        ModelInference.contract(node, columns, constraints)
            .map(state -> digest("SHA-256", state))
            .orElse(null));
    map.put("contract", contract);
    return map;
  }

  /** dbt writes down what tests are configured with elsewhere. */
  private static Map<String, @Nullable Object> unrendered(Node node, NodeDetails details) {
    if (node.resourceType() == ResourceType.TEST) {
      return Map.of();
    }
    Map<String, @Nullable Object> written = new LinkedHashMap<>(details.writtenConfig());
    written.keySet().removeAll(details.derivedConfig());
    return written;
  }

  private static void compiled(
      Map<String, @Nullable Object> map, DbtTexts.@Nullable Result result) {
    if (result instanceof DbtTexts.Result.Rendered rendered) {
      map.put("compiled", true);
      map.put("compiled_code", rendered.text());
      map.put("extra_ctes_injected", true);
    } else {
      map.put("compiled", false);
      map.put("compiled_code", null);
      map.put("extra_ctes_injected", false);
    }
    map.put("compiled_path", null);
    map.put("extra_ctes", List.of());
  }

  private Map<String, @Nullable Object> source(Node node) {
    NodeDetails details = details(node.uniqueId());
    Map<String, @Nullable Object> map = head(node, details);
    map.put("source_name", node.fqn().get(node.fqn().size() - 2));
    Map<?, ?> source =
        details.properties().get("source") instanceof Map<?, ?> known ? known : Map.of();
    map.put("source_description", Objects.requireNonNullElse(source.get("description"), ""));
    Object loader = details.properties().get("loader");
    map.put(
        "loader", Objects.requireNonNullElse(loader == null ? source.get("loader") : loader, ""));
    map.put("identifier", node.relation().name());
    Map<String, @Nullable Object> quoting = new LinkedHashMap<>();
    Map<?, ?> said = quoted(details);
    for (String part : List.of("database", "schema", "identifier", "column")) {
      quoting.put(part, said.get(part));
    }
    map.put("quoting", quoting);
    map.put("loaded_at_field", node.config().values().get("loaded_at_field"));
    map.put("loaded_at_query", node.config().values().get("loaded_at_query"));
    map.put("freshness", node.config().values().get("freshness"));
    map.put("external", null);
    map.put("columns", ManifestProperties.columns(node, details.properties(), inference));
    map.put("meta", orEmpty(node.config().values().get("meta")));
    map.put("source_meta", orEmpty(source.get("meta")));
    map.put("tags", node.tags());
    map.put("patch_path", null);
    map.put("unrendered_config", Map.of());
    map.put("relation_name", relationName(node));
    map.put("created_at", 0);
    map.put("doc_blocks", inference.docBlocks(node, details));
    return map;
  }

  private static Map<String, @Nullable Object> head(Node node, NodeDetails details) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("database", node.relation().catalog());
    map.put("schema", node.relation().database());
    map.put("name", node.name());
    map.put("resource_type", node.resourceTypeName());
    map.put("package_name", node.packageName());
    map.put("path", details.resourcePath());
    map.put("original_file_path", details.originalFilePath());
    map.put("unique_id", node.uniqueId());
    map.put("fqn", node.fqn());
    map.put("config", DbtConfig.of(node, details.derivedConfig()));
    map.put("description", node.description());
    return map;
  }

  /** A version stands as a number where it is one. */
  private static Object number(String text) {
    return text.matches("\\d{1,18}") ? (Object) Long.valueOf(text) : text;
  }

  static Map<String, @Nullable Object> reference(NodeDetails.NamedReference reference) {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put("name", reference.name());
    map.put("package", reference.scope().orElse(null));
    map.put("version", reference.version().map(Manifest::number).orElse(null));
    return map;
  }

  private Map<String, List<String>> parents() {
    Map<String, List<String>> parents = new TreeMap<>();
    Stream.concat(
            Stream.concat(
                project.nodes().values().stream(),
                project.details().operations().values().stream()),
            project.details().dataTests().values().stream().map(DataTest::node))
        .forEach(node -> parents.put(node.uniqueId(), node.dependsOn().stream().sorted().toList()));
    project
        .details()
        .resources()
        .forEach(
            (id, resource) -> {
              if (resource.kind() != ProjectResource.Kind.GROUP) {
                parents.put(id, resource.dependsOn().stream().sorted().toList());
              }
            });
    project.unitTests().forEach((id, test) -> parents.put(id, List.of(test.model())));
    return parents;
  }

  private static Map<String, List<String>> children(Map<String, List<String>> parents) {
    Map<String, List<String>> children = new TreeMap<>();
    parents.keySet().forEach(id -> children.put(id, new ArrayList<>()));
    parents.forEach(
        (id, above) ->
            above.forEach(
                parent -> children.computeIfAbsent(parent, key -> new ArrayList<>()).add(id)));
    return children;
  }

  private NodeDetails details(String uniqueId) {
    return project.details().nodes().getOrDefault(uniqueId, NodeDetails.NONE);
  }

  private static Map<?, ?> quoted(NodeDetails details) {
    return details.properties().get("quoting") instanceof Map<?, ?> known ? known : Map.of();
  }

  private String relationName(Node node) {
    AdapterDialect dialect = project.templates().scope().dialect();
    return dialect
        .relation(
            node.relation(),
            "table",
            node.resourceType() == ResourceType.SOURCE
                ? dialect.quoting().over(quoted(details(node.uniqueId())))
                : details(node.uniqueId()).quoting())
        .str();
  }

  private static Object orEmpty(@Nullable Object value) {
    return value == null ? Map.of() : value;
  }

  private static Map<String, String> checksum(String name, String checksum) {
    Map<String, String> map = new LinkedHashMap<>();
    map.put("name", name);
    map.put("checksum", checksum);
    return map;
  }

  private static String digest(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }
}
