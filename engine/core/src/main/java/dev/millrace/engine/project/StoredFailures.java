package dev.millrace.engine.project;

import dev.millrace.engine.problem.SourcePosition;

/** dbt's two configs that say whether a test keeps the rows it finds: each follows the other. */
final class StoredFailures {
  private static final String FLAG = "store_failures";
  private static final String FORM = "store_failures_as";

  private StoredFailures() {}

  static void complete(NodeDraft draft) {
    Object form = draft.config.get(FORM);
    if (form != null) {
      set(draft, FLAG, !form.equals("ephemeral"), FORM);
    } else if (draft.config.get(FLAG) instanceof Boolean kept) {
      set(draft, FORM, kept ? "table" : "ephemeral", FLAG);
    }
  }

  private static void set(NodeDraft draft, String key, Object value, String from) {
    SourcePosition origin = draft.origin(from);
    draft.config.set(key, value, origin);
  }
}
