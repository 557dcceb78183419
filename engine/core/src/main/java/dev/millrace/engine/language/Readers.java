package dev.millrace.engine.language;

import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;

/** Follows what nodes read. */
final class Readers {
  private Readers() {}

  /** Whether a node reads another, directly or through others. */
  static boolean reads(Node node, String uniqueId, Project project) {
    Set<String> visited = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(node.dependsOn());
    while (!next.isEmpty()) {
      String id = next.pop();
      if (id.equals(uniqueId)) {
        return true;
      }
      if (visited.add(id) && project.nodes().containsKey(id)) {
        next.addAll(project.node(id).dependsOn());
      }
    }
    return false;
  }
}
