package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Tells of tables that two nodes name. */
final class SharedTables {
  private final Consumer<Problem> problems;

  SharedTables(Consumer<Problem> problems) {
    this.problems = problems;
  }

  /**
   * @param sources whether to tell of sources too
   */
  void tell(Collection<NodeDraft> drafts, boolean sources) {
    Map<RelationName, NodeDraft> described = new LinkedHashMap<>();
    Map<RelationName, NodeDraft> made = new LinkedHashMap<>();
    for (NodeDraft draft : drafts) {
      RelationName relation = draft.relation;
      if (relation == null || !isReal(draft)) {
        continue;
      }
      if (draft.type == ResourceType.SOURCE) {
        if (sources) {
          NodeDraft before = described.putIfAbsent(relation, draft);
          if (before != null) {
            twice(draft, before, relation);
          }
        }
      } else {
        NodeDraft before = made.putIfAbsent(relation, draft);
        if (before != null) {
          problems.accept(
              Problem.error(
                      ProblemCode.DUPLICATE_NAME,
                      draft.uniqueId
                          + " and "
                          + before.uniqueId
                          + " would both become the table "
                          + relation)
                  .at(draft.origin("alias"))
                  .remedy("Give one of them another `alias` or `schema`"));
        }
      }
    }
    written(described, made);
  }

  private static boolean isReal(NodeDraft draft) {
    return draft.materialization != Materialization.EPHEMERAL
        && draft.type != ResourceType.ANALYSIS
        && draft.type != ResourceType.OPERATION;
  }

  /** Two sources may describe one table, since neither makes it. */
  private void twice(NodeDraft draft, NodeDraft before, RelationName relation) {
    problems.accept(
        Problem.warning(
                ProblemCode.DUPLICATE_NAME,
                draft.uniqueId + " and " + before.uniqueId + " describe the same table " + relation)
            .at(draft.position)
            .remedy("Keep one of the two and let all read it"));
  }

  /**
   * A model may be read as a source, which dbt allows; its job would write over what others wrote.
   */
  private void written(Map<RelationName, NodeDraft> described, Map<RelationName, NodeDraft> made) {
    List<NodeDraft> writers = new ArrayList<>();
    made.forEach(
        (relation, draft) -> {
          if (draft.type == ResourceType.MODEL
              && draft.materialization == Materialization.STREAMING_TABLE
              && described.containsKey(relation)) {
            writers.add(draft);
          }
        });
    if (writers.isEmpty()) {
      return;
    }
    NodeDraft first = writers.getFirst();
    RelationName relation = first.relation;
    NodeDraft source = relation == null ? null : described.get(relation);
    if (source != null) {
      int others = writers.size() - 1;
      problems.accept(
          Problem.warning(
                  ProblemCode.DUPLICATE_NAME,
                  "The job of "
                      + first.uniqueId
                      + " would write the table that "
                      + source.uniqueId
                      + " describes"
                      + (others == 0 ? "" : " (and " + others + " more like it)"))
              .at(first.origin("alias"))
              .remedy(
                  "Read it with ref() if the model is what fills it, else give the model another"
                      + " `alias` or `schema`"));
    }
  }
}
