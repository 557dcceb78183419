package dev.millrace.engine.project;

import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.context.NamingMacros;
import dev.millrace.engine.project.context.ProjectScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Completes data tests once all nodes are known. */
final class DataTestCompletion {
  private final DraftCompletion completion;
  private final ReferenceIndex references;
  private final Target target;
  private final NamingMacros macros;
  private final Consumer<Problem> problems;

  DataTestCompletion(
      DraftCompletion completion,
      ReferenceIndex references,
      ProjectScope scope,
      Target target,
      Consumer<Problem> problems) {
    this.completion = completion;
    this.references = references;
    this.target = target;
    this.macros = new NamingMacros(scope);
    this.problems = problems;
  }

  /**
   * The tests whose nodes are there; tests of what is switched off are left out, as dbt does.
   *
   * @param known ids of the nodes that exist
   */
  Map<String, DataTest> complete(List<NodeDraft> drafts, Set<String> known) {
    Map<String, DataTest> tests = new LinkedHashMap<>();
    List<NodeDraft> active = drafts.stream().filter(draft -> !readsDisabled(draft)).toList();
    for (NodeDraft draft : active) {
      completion.materialize(draft);
      completion.resolve(draft, references, known);
    }
    Concurrently.each(
        active,
        (draft, told) -> new RelationNamer(target, macros, told).nameByMacros(draft),
        problems);
    for (NodeDraft draft : active) {
      RelationName relation = draft.relation;
      if (relation == null) {
        continue;
      }
      DataTest test =
          new DataTest(draft.toNode(relation), Optional.ofNullable(draft.generic), attached(draft));
      if (tests.putIfAbsent(draft.uniqueId, test) != null) {
        problems.accept(
            Problem.warning(
                    ProblemCode.DUPLICATE_NAME,
                    "The data test `" + draft.name + "` stands here twice with the same arguments")
                .at(draft.position)
                .remedy("Take one out, or give it a `name`"));
      }
    }
    return tests;
  }

  private boolean readsDisabled(NodeDraft draft) {
    return draft.references.stream()
        .anyMatch(
            reference ->
                references.isDisabled(
                    reference.source()
                        ? reference.scope().orElse("") + "." + reference.name()
                        : ReferenceIndex.versioned(reference.name(), reference.version())));
  }

  private static Optional<String> attached(NodeDraft draft) {
    if (draft.generic == null || draft.generic.fileKeyName().startsWith("sources.")) {
      return Optional.empty();
    }
    String key = draft.generic.fileKeyName();
    String name = key.substring(key.indexOf('.') + 1);
    String end = "." + ReferenceIndex.versioned(name, draft.testedVersion);
    return draft.dependsOn.stream().filter(id -> id.endsWith(end)).findFirst();
  }
}
