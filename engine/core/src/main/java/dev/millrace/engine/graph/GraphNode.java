package dev.millrace.engine.graph;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the selection grammar may ask of a node. */
public interface GraphNode {
  /** dbt's unique id, such as {@code model.shop.orders}. */
  String uniqueId();

  String name();

  /** dbt's name of the kind of node, such as {@code model}. */
  String resourceTypeName();

  String packageName();

  /** Path of the file relative to the project folder, with {@code /}. */
  String path();

  /** Package, folders, name. */
  List<String> fqn();

  List<String> tags();

  /** The resolved configuration. */
  Map<String, Object> configValues();

  /** Unique ids of the nodes it reads. */
  List<String> dependsOn();

  /**
   * What the node shows to one of the methods that ask for nothing above, such as {@code test_type}
   * or {@code state}; none when the method is not about nodes of its kind.
   */
  default Set<String> traits(SelectionTerm.Method method) {
    return Set.of();
  }
}
