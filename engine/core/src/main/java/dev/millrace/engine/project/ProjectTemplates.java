package dev.millrace.engine.project;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.project.context.AdapterDialect;
import dev.millrace.engine.project.context.MacroLibrary;
import dev.millrace.engine.project.context.ProjectScope;
import dev.millrace.engine.project.context.Variables;
import dev.millrace.jinja.Environment;
import dev.millrace.jinja.Template;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What compiling needs of a loaded project: parsed templates, macros, variables, what names mean.
 *
 * @param templates by unique id; nodes whose Jinja is wrong have none
 * @param rereader for texts that are being edited; empty for a project made in memory
 */
public record ProjectTemplates(
    ProjectScope scope,
    ReferenceIndex references,
    Map<String, Template> templates,
    Optional<NodeRereader> rereader) {
  public ProjectTemplates {
    requireNonNull(scope, "scope");
    requireNonNull(references, "references");
    templates = Map.copyOf(templates);
    requireNonNull(rereader, "rereader");
  }

  /** Of a project made in memory, which has nothing to render. */
  public static ProjectTemplates none() {
    return new ProjectTemplates(
        new ProjectScope(
            Environment.builder().build(),
            "",
            MacroLibrary.NONE,
            Variables.NONE,
            Map.of(),
            Map.of(),
            Map.of(),
            List.of("flink"),
            AdapterDialect.FLINK),
        new ReferenceIndex("", Map.of(), Map.of(), List.of()),
        Map.of(),
        Optional.empty());
  }

  public Optional<Template> template(String uniqueId) {
    return Optional.ofNullable(templates.get(uniqueId));
  }
}
