package dev.millrace.benchmark.dbt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.AdapterDialect.CatalogColumn;
import dev.millrace.engine.project.context.AdapterDialect.ForeignTarget;
import dev.millrace.engine.project.context.AdapterDialect.RelationKey;
import dev.millrace.engine.project.context.Quoting;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A manifest that dbt wrote.
 *
 * @param root the whole document
 */
record OracleManifest(JsonNode root) {
  private static final ObjectMapper JSON = new ObjectMapper();

  static OracleManifest read(Path file) throws IOException {
    return new OracleManifest(JSON.readTree(file.toFile()));
  }

  /** Nodes and sources by unique id. */
  Map<String, JsonNode> nodes() {
    Map<String, JsonNode> nodes = new LinkedHashMap<>();
    root.path("nodes").properties().forEach(entry -> nodes.put(entry.getKey(), entry.getValue()));
    root.path("sources").properties().forEach(entry -> nodes.put(entry.getKey(), entry.getValue()));
    return nodes;
  }

  /**
   * The database dbt worked for.
   *
   * @param catalog {@code catalog.json}, for columns
   * @param macros whether macros are taken from the manifest
   */
  AdapterDialect dialect(Optional<Path> catalog, boolean macros) throws IOException {
    String type = root.path("metadata").path("adapter_type").asText("postgres");
    String quote =
        switch (type) {
          case "bigquery", "databricks", "spark", "clickhouse" -> "`";
          default -> "\"";
        };
    List<String> prefixes = new ArrayList<>(List.of(type));
    if (type.equals("redshift")) {
      prefixes.add("postgres");
    } else if (type.equals("databricks")) {
      prefixes.add("spark");
    }
    Quoting quoting =
        switch (type) {
          case "snowflake", "spark", "glue" -> Quoting.NONE;
          default -> Quoting.ALL;
        };
    // These know no database above the schema.
    boolean database = !List.of("spark", "clickhouse", "glue").contains(type);
    return new AdapterDialect(
            prefixes,
            macros ? internal(prefixes) : AdapterDialect.FLINK.internalPackages(),
            quote,
            macros ? macros() : Map.of(),
            catalog.isPresent() ? columns(catalog.get()) : Map.of(),
            Optional.of(target(type)))
        .naming(quoting, quoting, database);
  }

  /** The packages of the adapter and of those it builds on, then dbt's own. */
  private static List<String> internal(List<String> adapters) {
    List<String> packages = new ArrayList<>();
    adapters.forEach(adapter -> packages.add("dbt_" + adapter));
    packages.add("dbt");
    return packages;
  }

  private Map<String, Map<String, String>> macros() {
    Map<String, Map<String, String>> macros = new LinkedHashMap<>();
    root.path("macros")
        .forEach(
            macro ->
                macros
                    .computeIfAbsent(
                        macro.path("package_name").asText(), name -> new LinkedHashMap<>())
                    .put(macro.path("name").asText(), macro.path("macro_sql").asText()));
    return macros;
  }

  /** A manifest does not say the target: the names that most nodes without a custom one have. */
  private ForeignTarget target(String type) {
    Map<String, Integer> databases = new HashMap<>();
    Map<String, Integer> schemas = new HashMap<>();
    String project = root.path("metadata").path("project_name").asText();
    boolean named =
        root.path("nodes").findValuesAsText("package_name").stream().anyMatch(project::equals);
    for (JsonNode node : root.path("nodes")) {
      if (named && !node.path("package_name").asText().equals(project)) {
        continue;
      }
      databases.merge(node.path("database").asText(), 1, Integer::sum);
      String custom = node.path("config").path("schema").asText("");
      String schema = node.path("schema").asText();
      if (custom.isEmpty() || custom.equals("null")) {
        schemas.merge(schema, 100, Integer::sum);
      } else if (schema.endsWith("_" + custom)) {
        schemas.merge(schema.substring(0, schema.length() - custom.length() - 1), 1, Integer::sum);
      }
    }
    return new ForeignTarget(type, most(databases), most(schemas));
  }

  private static String most(Map<String, Integer> counts) {
    return counts.entrySet().stream()
        .filter(entry -> !entry.getKey().isEmpty())
        .max(Comparator.comparing(Map.Entry::getValue))
        .map(Map.Entry::getKey)
        .orElse("public");
  }

  private static Map<RelationKey, List<CatalogColumn>> columns(Path catalog) throws IOException {
    JsonNode document = JSON.readTree(catalog.toFile());
    Map<RelationKey, List<CatalogColumn>> all = new LinkedHashMap<>();
    for (String kind : List.of("nodes", "sources")) {
      for (JsonNode relation : document.path(kind)) {
        List<JsonNode> columns = new ArrayList<>();
        relation.path("columns").forEach(columns::add);
        columns.sort(Comparator.comparing(column -> column.path("index").asInt()));
        JsonNode names = relation.path("metadata");
        all.put(
            new RelationKey(
                names.path("database").asText(),
                names.path("schema").asText(),
                names.path("name").asText()),
            columns.stream()
                .map(
                    column ->
                        new CatalogColumn(
                            column.path("name").asText(), column.path("type").asText()))
                .toList());
      }
    }
    return all;
  }
}
