package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.graph.GraphNode;
import java.util.List;
import java.util.Map;

/**
 * A node of the DAG.
 *
 * @param uniqueId dbt's unique id, such as {@code model.shop.orders}
 * @param path of the file, relative to the project folder, with {@code /}
 * @param fqn package, folders, name
 * @param materialization of a model; a source is a {@link Materialization#STREAMING_SOURCE}
 * @param dependsOn unique ids of the nodes it reads, in the order of first use
 * @param relation the table or view it becomes; meaningless for ephemeral models
 * @param rawCode the file's text as it stands
 */
public record Node(
    String uniqueId,
    String name,
    ResourceType resourceType,
    String packageName,
    String path,
    List<String> fqn,
    Materialization materialization,
    NodeConfig config,
    List<String> dependsOn,
    RelationName relation,
    String description,
    List<ColumnSpec> columns,
    List<String> tags,
    String rawCode)
    implements GraphNode {
  public Node {
    requireNonNull(uniqueId, "uniqueId");
    requireNonNull(name, "name");
    requireNonNull(resourceType, "resourceType");
    requireNonNull(packageName, "packageName");
    requireNonNull(path, "path");
    fqn = List.copyOf(fqn);
    requireNonNull(materialization, "materialization");
    requireNonNull(config, "config");
    dependsOn = List.copyOf(dependsOn);
    requireNonNull(relation, "relation");
    requireNonNull(description, "description");
    columns = List.copyOf(columns);
    tags = List.copyOf(tags);
    requireNonNull(rawCode, "rawCode");
  }

  /** Whether it has a contract, and the contract is enforced. */
  public boolean isContractEnforced() {
    return Boolean.TRUE.equals(config.map("contract").get("enforced"));
  }

  @Override
  public String resourceTypeName() {
    return resourceType.dbtName();
  }

  @Override
  public Map<String, Object> configValues() {
    return config.values();
  }
}
