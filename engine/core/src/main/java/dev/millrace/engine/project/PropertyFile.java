package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.yaml.YamlValue;
import dev.millrace.engine.project.yaml.YamlValue.YamlMapping;
import java.util.List;
import java.util.Optional;

/**
 * What one property file says.
 *
 * @param packageName the package it belongs to
 * @param path as positions name it
 * @param folders the folders between the resource folder and the file
 * @param packagePath relative to the folder of the package
 * @param root the file as it stands
 */
record PropertyFile(
    String packageName,
    String path,
    List<String> folders,
    List<NodeProperties> nodes,
    List<SourceProperties> sources,
    List<YamlMapping> unitTests,
    List<TestSpec> tests,
    String packagePath,
    YamlMapping root) {
  PropertyFile {
    requireNonNull(root, "root");
    requireNonNull(packageName, "packageName");
    requireNonNull(path, "path");
    folders = List.copyOf(folders);
    nodes = List.copyOf(nodes);
    sources = List.copyOf(sources);
    unitTests = List.copyOf(unitTests);
    tests = List.copyOf(tests);
    requireNonNull(packagePath, "packagePath");
  }

  /**
   * A data test of a node, a source's table, or one of their columns.
   *
   * @param yamlKey the list it stands in, such as {@code models}
   * @param parent the name of the node or of the source
   * @param table of a source
   * @param definition as it stands in the file
   * @param tags of the column
   */
  record TestSpec(
      String yamlKey,
      String parent,
      Optional<String> table,
      Optional<String> column,
      Optional<String> version,
      YamlValue definition,
      List<String> tags) {
    TestSpec {
      requireNonNull(yamlKey, "yamlKey");
      requireNonNull(parent, "parent");
      requireNonNull(table, "table");
      requireNonNull(column, "column");
      requireNonNull(version, "version");
      requireNonNull(definition, "definition");
      tags = List.copyOf(tags);
    }
  }

  /**
   * A model, seed or analysis.
   *
   * @param config as it stands, not rendered
   * @param primaryKey from constraints
   * @param file relative to the folder of the package
   * @param version of a model that has versions
   * @param files names its file may have, without ending, the best first
   * @param top all of it as it stands
   */
  record NodeProperties(
      ResourceType type,
      String name,
      String description,
      SourcePosition position,
      List<ColumnSpec> columns,
      YamlMapping config,
      Optional<DeclaredKey> primaryKey,
      String file,
      Optional<ModelVersion> version,
      List<String> files,
      YamlMapping top) {
    NodeProperties {
      requireNonNull(version, "version");
      files = List.copyOf(files);
      requireNonNull(top, "top");
      requireNonNull(file, "file");
      requireNonNull(type, "type");
      requireNonNull(name, "name");
      requireNonNull(description, "description");
      requireNonNull(position, "position");
      columns = List.copyOf(columns);
      requireNonNull(config, "config");
      requireNonNull(primaryKey, "primaryKey");
    }
  }

  /** A primary key as constraints declare it. */
  record DeclaredKey(List<String> columns, SourcePosition position) {
    DeclaredKey {
      columns = List.copyOf(columns);
      requireNonNull(position, "position");
    }
  }

  /**
   * A table of a source.
   *
   * @param sourceConfig of the source as a whole, not rendered
   * @param config of the table, not rendered
   * @param database Flink's catalog; empty for the target's
   * @param schema Flink's database
   * @param sourceTop the source as it stands
   * @param top the table as it stands
   */
  record SourceProperties(
      String source,
      String table,
      String description,
      SourcePosition position,
      Optional<String> database,
      Optional<String> schema,
      Optional<String> identifier,
      List<ColumnSpec> columns,
      List<String> tags,
      YamlMapping sourceConfig,
      YamlMapping config,
      Optional<DeclaredKey> primaryKey,
      YamlMapping sourceTop,
      YamlMapping top) {
    SourceProperties {
      requireNonNull(source, "source");
      requireNonNull(table, "table");
      requireNonNull(description, "description");
      requireNonNull(position, "position");
      requireNonNull(database, "database");
      requireNonNull(schema, "schema");
      requireNonNull(identifier, "identifier");
      columns = List.copyOf(columns);
      tags = List.copyOf(tags);
      requireNonNull(sourceConfig, "sourceConfig");
      requireNonNull(config, "config");
      requireNonNull(primaryKey, "primaryKey");
      requireNonNull(sourceTop, "sourceTop");
      requireNonNull(top, "top");
    }
  }
}
