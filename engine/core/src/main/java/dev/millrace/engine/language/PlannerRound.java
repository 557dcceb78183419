package dev.millrace.engine.language;

import dev.millrace.engine.compile.EditCompiler;
import dev.millrace.engine.compile.EditedNode;
import dev.millrace.engine.connect.PlannedRelation;
import dev.millrace.engine.connect.RelationCheck;
import dev.millrace.engine.connect.SqlPlanner;
import dev.millrace.engine.connect.SqlProblem;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/** Asks the planner about documents, and remembers what it said. Asked by one thread. */
final class PlannerRound {
  private final Ancestry ancestry;
  private final Optional<Supplier<SqlPlanner>> planner;
  private final Map<String, RelationOutput> outputs;

  PlannerRound(EditCompiler compiler, Optional<Supplier<SqlPlanner>> planner) {
    this(compiler, planner, new ConcurrentHashMap<>());
  }

  private PlannerRound(
      EditCompiler compiler,
      Optional<Supplier<SqlPlanner>> planner,
      Map<String, RelationOutput> outputs) {
    this.ancestry = new Ancestry(compiler);
    this.planner = planner;
    this.outputs = outputs;
  }

  /** One for another thread, that remembers in the same place. */
  PlannerRound beside(EditCompiler compiler) {
    return new PlannerRound(compiler, planner, outputs);
  }

  /**
   * What the planner says of a document.
   *
   * @param changed whether those who read the document must be checked again
   */
  record Result(
      List<Diagnostic> diagnostics,
      Optional<RelationOutput> output,
      Optional<Problem> fault,
      boolean changed) {
    Result {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  /** What relations give, by unique id, as last seen; may be called by any thread. */
  Map<String, RelationOutput> outputs() {
    return Map.copyOf(outputs);
  }

  Optional<RelationOutput> output(String uniqueId) {
    return Optional.ofNullable(outputs.get(uniqueId));
  }

  /**
   * Asks about a document.
   *
   * @param planned whether to plan it down to operators
   */
  Result check(EditedNode edited, Edits edits, Marks marks, boolean planned) {
    List<Diagnostic> found =
        new ArrayList<>(marks.of(edited.problems(), edited.syntax(), edited.text()));
    Node node = edited.node();
    if (Readers.reads(node, node.uniqueId(), edits.project())) {
      found.add(cycle(node, marks));
      return result(found, Optional.empty(), Optional.empty(), false);
    }
    Ancestry.Above above = ancestry.above(node, edits);
    List<Probe> probes = above.broken().isEmpty() ? Probe.of(edited) : List.of();
    above.broken().forEach(parent -> found.add(below(parent, node, marks)));
    Set<String> wanted = new LinkedHashSet<>(node.dependsOn());
    List<PlannedRelation> relations = new ArrayList<>(above.relations());
    Set<String> asked = new HashSet<>();
    for (Probe probe : probes) {
      relations.add(probe.relation());
      wanted.add(probe.relation().id());
      asked.add(probe.relation().id());
    }
    Map<String, RelationCheck> answers = new HashMap<>();
    try {
      if (!relations.isEmpty() && planner.isPresent()) {
        planner
            .get()
            .get()
            .check(relations, wanted, planned ? asked : Set.of())
            .forEach(answer -> answers.put(answer.analysis().id(), answer));
      }
    } catch (MillraceException e) {
      return result(found, Optional.empty(), Optional.of(e.problem()), false);
    } catch (RuntimeException e) {
      Problem problem =
          Problem.error(ProblemCode.INTERNAL, "The planner could not be asked: " + e.getMessage());
      return result(found, Optional.empty(), Optional.of(problem), false);
    }
    answers.forEach(
        (id, answer) -> {
          if (!asked.contains(id)) {
            remember(id, answer);
          }
        });
    return judge(edited, probes, answers, found, marks);
  }

  private Result judge(
      EditedNode edited,
      List<Probe> probes,
      Map<String, RelationCheck> answers,
      List<Diagnostic> found,
      Marks marks) {
    List<SqlProblem> faults = new ArrayList<>();
    Optional<RelationOutput> output = Optional.empty();
    boolean changed = false;
    for (Probe probe : probes) {
      RelationCheck answer = answers.get(probe.relation().id());
      if (answer == null) {
        continue;
      }
      String whole = edited.compiled().orElseThrow().sql();
      String sql = sql(probe.relation());
      answer
          .analysis()
          .problems()
          .forEach(problem -> faults.add(probe.shifted(problem, sql, whole)));
      if (answer.analysis().problems().isEmpty() && output.isEmpty()) {
        output = Optional.of(outputOf(answer));
        changed = remember(edited.node().uniqueId(), answer);
      }
    }
    found.addAll(marks.of(List.of(), faults, edited.text()));
    return result(found, output, Optional.empty(), changed);
  }

  private static Result result(
      List<Diagnostic> found,
      Optional<RelationOutput> output,
      Optional<Problem> fault,
      boolean changed) {
    found.sort(Comparator.comparingInt(diagnostic -> diagnostic.span().start()));
    return new Result(found, output, fault, changed);
  }

  private static String sql(PlannedRelation relation) {
    return switch (relation) {
      case PlannedRelation.DeclaredTable table -> table.createTable();
      case PlannedRelation.View view -> view.query();
      case PlannedRelation.Function function -> function.createFunction();
      case PlannedRelation.DerivedTable table -> table.query();
    };
  }

  private static RelationOutput outputOf(RelationCheck answer) {
    return new RelationOutput(
        answer.analysis().columns(),
        answer.analysis().changelog(),
        answer.analysis().primaryKey(),
        answer.upsertKey());
  }

  /** Keeps what is right; whoever types something wrong still completes the columns of before. */
  private boolean remember(String id, RelationCheck answer) {
    if (!answer.analysis().problems().isEmpty()) {
      return false;
    }
    RelationOutput output = outputOf(answer);
    return !output.equals(outputs.put(id, output));
  }

  private static Diagnostic cycle(Node node, Marks marks) {
    Problem problem =
        Problem.error(
                ProblemCode.CYCLE, "The model `" + node.name() + "` reads itself, through others")
            .at(SourcePosition.of(node.path()))
            .remedy("Take one of the references out");
    return marks.of(problem);
  }

  private static Diagnostic below(Node parent, Node node, Marks marks) {
    Problem problem =
        Problem.error(
                ProblemCode.SQL_INVALID,
                "Not checked, because it reads `" + parent.name() + "`, which has problems")
            .at(SourcePosition.of(node.path()))
            .remedy("Mend " + parent.path() + " first");
    return new Diagnostic(problem, marks.reference(parent.name()));
  }
}
