package dev.millrace.engine.compile;

import dev.millrace.engine.connect.Connector;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.Storage;
import dev.millrace.engine.connect.Watermark;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.ColumnSpec;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Target;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** From a model's configuration to how its rows are stored. */
final class StorageResolver {
  private final Connector.DefaultTableOptions defaults;
  private final TableOptions options;

  /**
   * @param connectorDefaults below those of the target
   */
  StorageResolver(
      Target target, Connector.DefaultTableOptions connectorDefaults, TableOptions options) {
    Connector.DefaultTableOptions own = target.defaultTableOptions();
    this.defaults =
        new Connector.DefaultTableOptions(
            TableOptions.over(connectorDefaults.append(), own.append()),
            TableOptions.over(connectorDefaults.keyed(), own.keyed()));
    this.options = options;
  }

  /**
   * The storage of a streaming table.
   *
   * @throws MillraceException STORAGE_UNDECIDED when nothing says where its rows go, CONFIG_INVALID
   */
  Storage storage(Node node, PhysicalNames names) {
    Map<String, String> own = options.own(node);
    Map<String, String> append = decided(TableOptions.over(defaults.append(), own), node);
    Map<String, String> keyed = decided(TableOptions.over(defaults.keyed(), own), node);
    return new Storage(
        primaryKey(node),
        notNull(node),
        watermark(node),
        node.config().texts("partition_by"),
        node.config().textMap("virtual_columns"),
        TableOptions.completed(append, names, node),
        TableOptions.completed(keyed, names, node));
  }

  /** Only a contract that is enforced makes constraints, as with dbt. */
  private static List<String> notNull(Node node) {
    if (!node.isContractEnforced()) {
      return List.of();
    }
    return node.columns().stream().filter(ColumnSpec::isNotNull).map(ColumnSpec::name).toList();
  }

  /**
   * The options of a table that something else fills.
   *
   * @param keyed whether it has a primary key
   * @throws MillraceException STORAGE_UNDECIDED
   */
  Map<String, String> declared(Node node, PhysicalNames names, boolean keyed) {
    Map<String, String> base = keyed ? defaults.keyed() : defaults.append();
    return TableOptions.completed(
        decided(TableOptions.over(base, options.own(node)), node), names, node);
  }

  /** The options a source's table names itself; empty for a relation that exists already. */
  Map<String, String> external(Node node, PhysicalNames names) {
    return TableOptions.completed(options.own(node), names, node);
  }

  private static Map<String, String> decided(Map<String, String> options, Node node) {
    if (options.containsKey("connector")) {
      return options;
    }
    throw new MillraceException(
        Problem.error(
                ProblemCode.STORAGE_UNDECIDED,
                "Nothing says where the rows of `" + node.name() + "` are stored")
            .at(origin(node, "materialized"))
            .remedy(
                "Set `with: {connector: ...}` on the model or `default_table_options` in the"
                    + " target"));
  }

  /** The key from the configuration; dbt's unique_key is what incremental models call it. */
  static List<String> primaryKey(Node node) {
    List<String> key = node.config().texts("primary_key");
    return key.isEmpty() ? node.config().texts("unique_key") : key;
  }

  /**
   * The watermark from the configuration.
   *
   * @throws MillraceException CONFIG_INVALID
   */
  static Optional<Watermark> watermark(Node node) {
    Map<String, Object> watermark = node.config().map("watermark");
    if (watermark.isEmpty()) {
      return Optional.empty();
    }
    Object column = watermark.get("column");
    Object expression = watermark.getOrDefault("expression", watermark.get("strategy"));
    if (column == null) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.CONFIG_INVALID,
                  "The config `watermark` of `" + node.name() + "` names no column")
              .at(origin(node, "watermark"))
              .remedy("Write it as {column: ..., expression: ...}"));
    }
    return Optional.of(
        new Watermark(
            String.valueOf(column),
            expression == null
                ? RelationName.quote(String.valueOf(column))
                : String.valueOf(expression)));
  }

  static SourcePosition origin(Node node, String key) {
    return node.config().origins().getOrDefault(key, SourcePosition.of(node.path()));
  }
}
