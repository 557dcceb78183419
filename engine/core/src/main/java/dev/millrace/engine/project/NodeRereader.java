package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.jinja.Template;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one node of a loaded project again, with other text than its file had: the rest of the
 * project stays as it was loaded. Immutable and thread-safe.
 */
public final class NodeRereader {
  private final ProjectScope scope;
  private final ReferenceIndex references;
  private final Target target;
  private final Map<String, DraftBase> bases;

  NodeRereader(
      ProjectScope scope, ReferenceIndex references, Target target, Map<String, DraftBase> bases) {
    this.scope = requireNonNull(scope, "scope");
    this.references = requireNonNull(references, "references");
    this.target = requireNonNull(target, "target");
    this.bases = Map.copyOf(bases);
  }

  /**
   * A node as another text makes it.
   *
   * @param template empty when the text cannot be rendered, and problems say why
   * @param problems of this node's text alone
   */
  public record Reread(Node node, Optional<Template> template, List<Problem> problems) {
    public Reread {
      requireNonNull(node, "node");
      requireNonNull(template, "template");
      problems = List.copyOf(problems);
    }
  }

  /**
   * The node with this text in place of its own.
   *
   * @param project the project the node belongs to
   * @param node a model or an analysis
   */
  public Reread read(Project project, Node node, String text) {
    List<Problem> problems = new ArrayList<>();
    NodeDraft draft =
        new NodeDraft(
            node.resourceType(),
            node.packageName(),
            uniqueName(node),
            node.name(),
            node.fqn(),
            SourcePosition.of(node.path()),
            text);
    draft.description = node.description();
    draft.columns = node.columns();
    DraftBase base = bases.get(node.uniqueId());
    if (base != null) {
      draft.config.setAll(base.below());
      draft.version = base.version();
    }
    new ModelParser(scope, problems::add).parse(draft);
    if (base != null) {
      base.finish(draft);
    }
    DraftCompletion completion = new DraftCompletion(problems::add);
    completion.materialize(draft);
    completion.report();
    new RelationNamer(target, new NamingMacros(scope), problems::add).nameByMacros(draft);
    completion.resolve(draft, references, project.nodes().keySet());
    RelationName relation = draft.relation;
    return new Reread(
        draft.toNode(relation == null ? node.relation() : relation),
        Optional.ofNullable(draft.template),
        problems);
  }

  private static String uniqueName(Node node) {
    String start = node.resourceTypeName() + "." + node.packageName() + ".";
    return node.uniqueId().substring(start.length());
  }

  /** A node for a file that the project does not know yet: read as an analysis is. */
  public static Node stranger(Project project, String path) {
    String file = path.substring(path.lastIndexOf('/') + 1);
    String name = file.endsWith(".sql") ? file.substring(0, file.length() - ".sql".length()) : file;
    NodeDraft draft =
        new NodeDraft(
            ResourceType.ANALYSIS,
            project.name(),
            name,
            List.of(project.name(), name),
            SourcePosition.of(path),
            "");
    draft.materialization = Materialization.EPHEMERAL;
    return draft.toNode(
        new RelationName(project.target().catalog(), project.target().database(), name));
  }
}
