package dev.millrace.engine.language;

import dev.millrace.engine.compile.CompiledText;
import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.NodeRereader;
import dev.millrace.engine.project.NodeRereader.Reread;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.project.context.Faults;
import dev.millrace.engine.project.context.MacroReader;
import dev.millrace.engine.project.yaml.YamlReader;
import dev.millrace.jinja.TemplateBlocks;
import dev.millrace.jinja.TemplateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads a document as far as no planner is needed. Stateless. */
final class DocumentParser {
  private final EditCompiler compiler;

  DocumentParser(EditCompiler compiler) {
    this.compiler = compiler;
  }

  /**
   * A document that was read.
   *
   * @param edits with the document's text
   * @param node what the document makes; empty for YAML, macros and other files
   * @param problems of files that make no node
   */
  record Parsed(Edits edits, Optional<EditedNode> node, List<Problem> problems) {
    Parsed {
      problems = List.copyOf(problems);
    }
  }

  Parsed parse(String file, String text, Edits edits) {
    String lower = file.toLowerCase(Locale.ROOT);
    if (lower.endsWith(".yml") || lower.endsWith(".yaml")) {
      return new Parsed(edits, Optional.empty(), new YamlReader().read(text, file).problems());
    }
    Optional<NodeRereader> rereader = edits.base().templates().rereader();
    if (!lower.endsWith(".sql") || rereader.isEmpty()) {
      return new Parsed(edits, Optional.empty(), List.of());
    }
    Optional<Node> known = nodeOf(file, edits.base());
    if (known.isEmpty()) {
      List<Problem> problems = new ArrayList<>();
      if (isMacroFile(file, text, problems)) {
        new MacroReader(edits.base().templates().scope().environment(), problems::add)
            .read(text, file, new HashMap<>());
        return new Parsed(edits, Optional.empty(), problems.stream().distinct().toList());
      }
    }
    Node node = known.orElseGet(() -> NodeRereader.stranger(edits.base(), file));
    Reread reread = rereader.get().read(edits.base(), node, text);
    Edits next = edits.with(reread);
    EditedNode edited = compiler.compile(next.project(), reread.node(), reread.problems());
    if (edited.node().resourceType() == ResourceType.ANALYSIS && edited.text().isPresent()) {
      edited = withSyntax(edited, edited.text().get());
    }
    return new Parsed(next.with(edited), Optional.of(edited), List.of());
  }

  private static EditedNode withSyntax(EditedNode edited, CompiledText text) {
    return new EditedNode(
        edited.node(),
        edited.text(),
        edited.compiled(),
        edited.problems(),
        Probe.syntax(edited.node(), text));
  }

  /** The model or analysis that a file makes. */
  static Optional<Node> nodeOf(String file, Project project) {
    return project.nodes().values().stream()
        .filter(
            node ->
                node.path().equals(file)
                    && (node.resourceType() == ResourceType.MODEL
                        || node.resourceType() == ResourceType.ANALYSIS))
        .findFirst();
  }

  private static boolean isMacroFile(String file, String text, List<Problem> problems) {
    try {
      return file.startsWith("macros/") || !TemplateBlocks.scan(text, file).isEmpty();
    } catch (TemplateException e) {
      problems.add(Faults.of(e));
      return true;
    }
  }
}
