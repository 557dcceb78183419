package dev.millrace.engine.language;

import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeRereader.Reread;
import dev.millrace.engine.project.Project;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The project with the texts of all open documents in place of its files. Immutable.
 *
 * @param base as it was loaded
 * @param project with all edits
 * @param rereads by unique id
 * @param edited by unique id, compiled when last parsed
 */
record Edits(
    Project base, Project project, Map<String, Reread> rereads, Map<String, EditedNode> edited) {
  Edits {
    rereads = Map.copyOf(rereads);
    edited = Map.copyOf(edited);
  }

  static Edits none(Project project) {
    return new Edits(project, project, Map.of(), Map.of());
  }

  Edits with(Reread reread) {
    Map<String, Reread> all = new LinkedHashMap<>(rereads);
    all.put(reread.node().uniqueId(), reread);
    return new Edits(base, EditCompiler.with(base, all.values()), all, edited);
  }

  Edits with(EditedNode node) {
    Map<String, EditedNode> all = new LinkedHashMap<>(edited);
    all.put(node.node().uniqueId(), node);
    return new Edits(base, project, rereads, all);
  }

  Edits without(String uniqueId) {
    Map<String, Reread> texts = new LinkedHashMap<>(rereads);
    Map<String, EditedNode> nodes = new LinkedHashMap<>(edited);
    texts.remove(uniqueId);
    nodes.remove(uniqueId);
    return new Edits(base, EditCompiler.with(base, texts.values()), texts, nodes);
  }

  /** The text of a file that a node comes from, with single line feeds. */
  Optional<String> text(String file) {
    return project.nodes().values().stream()
        .filter(node -> node.path().equals(file))
        .map(Node::rawCode)
        .map(text -> text.replace("\r\n", "\n"))
        .findFirst();
  }
}
