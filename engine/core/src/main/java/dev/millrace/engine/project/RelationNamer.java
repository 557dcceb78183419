package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.project.context.NamingMacros;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Gives every node the name of its table or view. */
final class RelationNamer {
  private final Target target;
  private final NamingMacros macros;
  private final Consumer<Problem> problems;

  RelationNamer(Target target, NamingMacros macros, Consumer<Problem> problems) {
    this.target = target;
    this.macros = macros;
    this.problems = problems;
  }

  /** By dbt's macros; a macro that fails is told and the target's own names stand in. */
  void nameByMacros(NodeDraft draft) {
    Map<String, Object> node = draft.asMap();
    try {
      draft.relation =
          new RelationName(
              fixed(draft, "target_database")
                  .orElseGet(
                      () ->
                          name(
                              "generate_database_name",
                              draft,
                              draft.text("database").or(() -> draft.text("catalog")),
                              node)),
              fixed(draft, "target_schema")
                  .orElseGet(() -> name("generate_schema_name", draft, draft.text("schema"), node)),
              name("generate_alias_name", draft, draft.text("alias"), node));
    } catch (MillraceException e) {
      problems.accept(e.problem());
      draft.relation = new RelationName(target.catalog(), target.database(), draft.name);
    }
  }

  /** Older snapshots say where they go and ask no macro. */
  private static Optional<String> fixed(NodeDraft draft, String key) {
    return draft.type == ResourceType.SNAPSHOT ? draft.text(key) : Optional.empty();
  }

  private String name(
      String macro, NodeDraft draft, Optional<String> custom, Map<String, Object> node) {
    return macros.name(macro, draft.packageName, custom, node);
  }
}
