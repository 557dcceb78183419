package dev.millrace.cli.output;

import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A DAG as an indented tree: children under what they read, a node's subtree written once. */
public final class GraphText {
  private GraphText() {}

  /** One line a node; a node met again is marked and not unfolded. */
  public static String of(Project project) {
    Map<String, List<String>> children = new LinkedHashMap<>();
    List<String> roots = new ArrayList<>();
    for (Node node : project.nodes().values()) {
      boolean root = true;
      for (String parent : node.dependsOn()) {
        if (project.nodes().containsKey(parent)) {
          root = false;
          children.computeIfAbsent(parent, key -> new ArrayList<>()).add(node.uniqueId());
        }
      }
      if (root) {
        roots.add(node.uniqueId());
      }
    }
    StringBuilder text = new StringBuilder();
    Set<String> written = new HashSet<>();
    for (String root : roots) {
      write(project, children, root, "", "", written, text);
    }
    return text.toString().stripTrailing();
  }

  private static void write(
      Project project,
      Map<String, List<String>> children,
      String id,
      String own,
      String below,
      Set<String> written,
      StringBuilder text) {
    Node node = project.node(id);
    boolean again = !written.add(id);
    List<String> next = children.getOrDefault(id, List.of());
    text.append(own).append(node.name()).append("  ").append(node.materialization().dbtName());
    if (again && !next.isEmpty()) {
      text.append("  (see above)");
    }
    text.append('\n');
    if (again) {
      return;
    }
    for (int child = 0; child < next.size(); child++) {
      boolean last = child == next.size() - 1;
      write(
          project,
          children,
          next.get(child),
          below + (last ? "└─ " : "├─ "),
          below + (last ? "   " : "│  "),
          written,
          text);
    }
  }
}
