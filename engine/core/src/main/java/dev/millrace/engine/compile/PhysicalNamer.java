package dev.millrace.engine.compile;

import dev.millrace.engine.project.ForeignConfigs;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.Project;
import dev.millrace.engine.project.context.NamingMacros;
import java.util.Map;
import java.util.Optional;

/** Names of jobs, topics and groups, by the project's macros. */
final class PhysicalNamer {
  private final Project project;
  private final NamingMacros macros;

  PhysicalNamer(Project project, NamingMacros macros) {
    this.project = project;
    this.macros = macros;
  }

  /**
   * The names of a node.
   *
   * @throws dev.millrace.engine.problem.MillraceException JINJA_INVALID when a macro fails
   */
  PhysicalNames names(Node node) {
    Map<String, Object> values = NodeRenderer.asMap(project, node);
    return new PhysicalNames(
        name("generate_job_name", "job", node, values),
        name("generate_topic_name", "topic", node, values),
        name("generate_consumer_group_name", "consumer_group", node, values),
        name("generate_transactional_id_prefix", "transactional_id_prefix", node, values));
  }

  private String name(String macro, String key, Node node, Map<String, Object> values) {
    Optional<String> custom = ForeignConfigs.translated(node.config()).text(key);
    return macros.name(macro, node.packageName(), custom, values);
  }
}
