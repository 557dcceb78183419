package dev.millrace.engine.project;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.problem.SourcePosition;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Says of a draft whose text has been read what it becomes and what it reads. */
final class DraftCompletion {
  private static final String DEFAULT_MATERIALIZATION = "view";

  private final Consumer<Problem> problems;
  private final Map<String, SourcePosition> foreign = new LinkedHashMap<>();
  private final Map<String, Integer> counts = new HashMap<>();

  DraftCompletion(Consumer<Problem> problems) {
    this.problems = problems;
  }

  void materialize(NodeDraft draft) {
    switch (draft.type) {
      case MODEL -> materializeModel(draft);
      case ANALYSIS, TEST, OPERATION -> draft.materialization = Materialization.EPHEMERAL;
      // Its readers find a table, whoever keeps it.
      case SNAPSHOT -> draft.materialization = Materialization.STREAMING_TABLE;
      // A seed is small: it is read as a view of its own values.
      case SEED -> draft.materialization = Materialization.VIEW;
      case SOURCE -> {}
    }
  }

  /** Tells once of each other dialect's materialization that some models name. */
  void report() {
    foreign.forEach(
        (name, position) -> {
          int count = counts.getOrDefault(name, 1);
          boolean passedOver = name.equals(Materialization.FUNCTION.dbtName());
          problems.accept(
              Problem.warning(
                      ProblemCode.CONFIG_INVALID,
                      "`"
                          + name
                          + (passedOver
                              ? "` is passed over where it has an `artifact_id` and no `jars`:"
                                  + " artifacts are Confluent Cloud's"
                              : "` means streaming_table here: a job keeps the table up to date")
                          + (count == 1 ? "" : " (" + count + " models)"))
                  .at(position)
                  .remedy(
                      passedOver
                          ? "Set `jars` to the jars of its class, relative to the project's folder"
                          : "Write streaming_table to say so"));
        });
  }

  private void note(String name, NodeDraft draft) {
    foreign.putIfAbsent(name, draft.origin("materialized"));
    counts.merge(name, 1, Integer::sum);
  }

  /** What is wrong with a test leaves all models as they are. */
  static Problem asWarning(Problem problem) {
    return new Problem(
        problem.code(), Severity.WARNING, problem.message(), problem.position(), problem.remedy());
  }

  private void materializeModel(NodeDraft draft) {
    String name = draft.text("materialized").orElse(DEFAULT_MATERIALIZATION);
    if (ModelMaterializations.isPassedOver(name, draft)) {
      draft.materialization = Materialization.EPHEMERAL;
      // Its text is no query: whoever reads it has nothing to read.
      draft.template = null;
      note(name, draft);
      return;
    }
    try {
      draft.materialization = ModelMaterializations.of(name, draft.origin("materialized"));
      if (ModelMaterializations.isForeign(name)) {
        note(name, draft);
      }
    } catch (MillraceException e) {
      e.problems().forEach(problems);
      // Nothing may be deployed in its place; the errors of those who read it would only mislead.
      draft.template = null;
    }
  }

  /**
   * @param known ids of the nodes that exist
   */
  void resolve(NodeDraft draft, ReferenceIndex references, Set<String> known) {
    for (NodeDraft.Reference reference : draft.references) {
      try {
        String id =
            reference.source()
                ? references.source(
                    draft.packageName, reference.scope().orElse(""), reference.name())
                : references.ref(
                    draft.packageName, reference.scope(), reference.name(), reference.version());
        if (known.contains(id) && !draft.dependsOn.contains(id)) {
          draft.dependsOn.add(id);
        }
      } catch (MillraceException e) {
        Problem problem = e.problem().at(reference.position());
        problems.accept(draft.type == ResourceType.TEST ? asWarning(problem) : problem);
        // Told here with its place; compiling would tell it again.
        draft.template = null;
      }
    }
  }
}
