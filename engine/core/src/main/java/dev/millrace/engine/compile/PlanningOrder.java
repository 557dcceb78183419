package dev.millrace.engine.compile;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.project.ResourceType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The order in which a planner is shown relations. A table that a model makes and a source
 * describes is shown once, as the model makes it, before all that reads it under either name.
 */
final class PlanningOrder {
  private final Map<String, CompiledNode> nodes;
  private final Map<RelationName, String> makers = new HashMap<>();
  private final Map<String, CompiledNode> ordered = new LinkedHashMap<>();
  private final Set<String> visiting = new HashSet<>();

  PlanningOrder(CompiledProject compiled) {
    this.nodes = compiled.nodes();
    for (CompiledNode node : nodes.values()) {
      if (node.node().resourceType() != ResourceType.SOURCE && node.relation().isPresent()) {
        makers.put(node.node().relation(), node.node().uniqueId());
      }
    }
  }

  /** The node that makes a source's table; empty when none of the project does. */
  Optional<String> maker(CompiledNode node) {
    return node.node().resourceType() == ResourceType.SOURCE
        ? Optional.ofNullable(makers.get(node.node().relation()))
        : Optional.empty();
  }

  /** All nodes, those that are read before those that read; no source that has a maker. */
  List<CompiledNode> nodes() {
    nodes.keySet().forEach(this::visit);
    return new ArrayList<>(ordered.values());
  }

  private void visit(String uniqueId) {
    CompiledNode node = nodes.get(uniqueId);
    if (node == null || ordered.containsKey(uniqueId) || !visiting.add(uniqueId)) {
      // A model that reads its own table under the source's name is refused by the planner.
      return;
    }
    Optional<String> maker = maker(node);
    if (maker.isPresent()) {
      visit(maker.get());
    } else {
      node.node().dependsOn().forEach(this::visit);
      ordered.put(uniqueId, node);
    }
    visiting.remove(uniqueId);
  }
}
