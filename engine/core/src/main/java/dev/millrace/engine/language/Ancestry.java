package dev.millrace.engine.language;

import dev.millrace.engine.compile.CompiledNode;
import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what the planner must know to check a document: everything it reads, directly or not,
 * compiled once and kept. Used by one thread.
 */
final class Ancestry {
  private final EditCompiler compiler;
  private final Map<String, Optional<CompiledNode>> compiled = new HashMap<>();

  /** What the kept nodes were compiled against: names and inlined texts of edited nodes. */
  private Map<String, List<Object>> basis = Map.of();

  Ancestry(EditCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * @param relations in dependency order
   * @param broken the parents, named as in {@code ref()}, that cannot be compiled
   */
  record Above(List<PlannedRelation> relations, List<Node> broken) {
    Above {
      relations = List.copyOf(relations);
      broken = List.copyOf(broken);
    }
  }

  Above above(Node node, Edits edits) {
    forgetWhatIsOld(edits);
    Map<String, PlannedRelation> relations = new LinkedHashMap<>();
    List<Node> broken = new ArrayList<>();
    Set<String> visited = new HashSet<>(Set.of(node.uniqueId()));
    for (String parent : node.dependsOn()) {
      if (!collect(parent, edits, relations, visited)) {
        broken.add(edits.project().node(parent));
      }
    }
    return new Above(List.copyOf(relations.values()), broken);
  }

  /** Whether the node and all above it could be compiled. */
  private boolean collect(
      String id, Edits edits, Map<String, PlannedRelation> relations, Set<String> visited) {
    Project project = edits.project();
    if (!visited.add(id) || !project.nodes().containsKey(id)) {
      return true;
    }
    Node node = project.node(id);
    boolean sound = true;
    for (String parent : node.dependsOn()) {
      sound &= collect(parent, edits, relations, visited);
    }
    Optional<CompiledNode> result = compiled(node, edits);
    result.flatMap(CompiledNode::relation).ifPresent(relation -> relations.put(id, relation));
    return sound && result.isPresent();
  }

  private Optional<CompiledNode> compiled(Node node, Edits edits) {
    EditedNode edited = edits.edited().get(node.uniqueId());
    if (edited != null) {
      return edited.isSound() ? edited.compiled() : Optional.empty();
    }
    return compiled.computeIfAbsent(node.uniqueId(), id -> compiler.compile(edits.project(), node));
  }

  private void forgetWhatIsOld(Edits edits) {
    Map<String, List<Object>> now = new HashMap<>();
    edits
        .rereads()
        .forEach(
            (id, reread) -> {
              Node node = reread.node();
              boolean inlined =
                  switch (node.materialization()) {
                    case EPHEMERAL -> true;
                    case VIEW, STREAMING_TABLE, STREAMING_SOURCE, FUNCTION -> false;
                  };
              now.put(
                  id,
                  List.of(node.relation(), node.materialization(), inlined ? node.rawCode() : ""));
            });
    if (!now.equals(basis)) {
      compiled.clear();
      basis = now;
    }
  }
}
