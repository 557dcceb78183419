package dev.millrace.sidecar.planner;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.wire.AnalyzeRequest.Relation;
import dev.millrace.wire.AnalyzeResponse;
import dev.millrace.wire.CheckRequest;
import dev.millrace.wire.CheckResponse;
import dev.millrace.wire.CheckResponse.Checked;
import dev.millrace.wire.ColumnType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes relations while someone edits one of them, in an environment that is kept.
 *
 * <p>Every request says all that counts, so nothing has to be kept in step with the caller: a
 * relation is analyzed again when its text is another than the last time, or when something it
 * reads has been analyzed since. Two callers with different projects get right answers, only later.
 *
 * <p>Used by the one thread that makes its environment.
 */
final class RelationChecker {
  /** An environment is thrown away before the leftovers of so many relations can weigh. */
  private static final int MOST_ANALYSES = 20_000;

  private final ObjectMapper json;
  private final Map<List<String>, Known> known = new HashMap<>();
  private final Map<List<String>, Seen> seen = new HashMap<>();
  private @Nullable PlannerEnvironment environment;
  private @Nullable ProjectAnalyzer analyzer;
  private long analyses;

  RelationChecker(ObjectMapper json) {
    this.json = json;
  }

  /**
   * What is known of a relation.
   *
   * @param planned whether it was planned down to operators
   * @param number another one for every difference that readers can see
   * @param read the numbers of what it read, by full name; 0 for what was not known then
   */
  private record Known(
      Relation relation,
      Checked checked,
      boolean planned,
      long number,
      Map<List<String>, Long> read) {}

  /**
   * Checks the relations.
   *
   * @param abandoned looked at before each one; the answer then holds those before it
   */
  CheckResponse check(CheckRequest request, BooleanSupplier abandoned) {
    if (request.relations().stream().anyMatch(this::hasOtherClasses)) {
      forgetAll();
    }
    ProjectAnalyzer current = analyzer();
    Set<String> wanted = new HashSet<>(request.wanted());
    Set<String> planned = new HashSet<>(request.planned());
    List<Checked> answers = new ArrayList<>();
    for (Relation relation : request.relations()) {
      if (abandoned.getAsBoolean()) {
        break;
      }
      Checked checked = check(relation, planned.contains(relation.id()), current);
      if (wanted.contains(relation.id())) {
        answers.add(checked);
      }
    }
    return new CheckResponse(answers);
  }

  private Checked check(Relation relation, boolean planned, ProjectAnalyzer current) {
    List<String> name = ProjectAnalyzer.nameOf(relation);
    Known before = known.get(name);
    boolean enough = before != null && (before.planned() || !planned);
    if (before != null && enough && before.relation().equals(relation) && isCurrent(before)) {
      return before.checked();
    }
    known.remove(name);
    current.forget(name);
    analyses++;
    AnalyzeResponse.Relation answer = current.analyze(relation, planned);
    Checked checked = new Checked(answer, current.upsertKey(name));
    Map<List<String>, Long> read = new HashMap<>();
    current.reads(name).forEach(table -> read.put(table, numberOf(table)));
    known.put(name, new Known(relation, checked, planned, number(name, checked, current), read));
    return checked;
  }

  /** The number of before when readers cannot see any difference. */
  private long number(List<String> name, Checked checked, ProjectAnalyzer current) {
    AnalyzeResponse.Relation relation = checked.relation();
    if (!relation.problems().isEmpty()) {
      return analyses;
    }
    Face face =
        new Face(
            relation.columns(),
            relation.changelog(),
            relation.primaryKey(),
            checked.upsertKey(),
            isTextSeen(checked, name, current) ? String.valueOf(relation.createStatement()) : "");
    Seen before = seen.get(name);
    if (before != null && before.face().equals(face)) {
      return before.number();
    }
    seen.put(name, new Seen(face, analyses));
    return analyses;
  }

  /** A table's statement has its watermark and options; a view's counts where it is expanded. */
  private static boolean isTextSeen(Checked checked, List<String> name, ProjectAnalyzer current) {
    String statement = checked.relation().createStatement();
    return current.isExpanded(name) || (statement != null && !statement.startsWith("CREATE VIEW"));
  }

  /** What readers of a relation see of it. */
  private record Face(
      List<ColumnType> columns,
      String changelog,
      List<String> primaryKey,
      List<String> upsertKey,
      String text) {}

  /** The last right face of a relation: who types something wrong and mends it changes nothing. */
  private record Seen(Face face, long number) {}

  private boolean isCurrent(Known relation) {
    return relation.read().entrySet().stream()
        .allMatch(entry -> entry.getValue() == numberOf(entry.getKey()));
  }

  private long numberOf(List<String> name) {
    Known table = known.get(name);
    return table == null ? 0 : table.number();
  }

  /** A class that was loaded stays what it was for as long as its environment lives. */
  private boolean hasOtherClasses(Relation relation) {
    Known before = known.get(ProjectAnalyzer.nameOf(relation));
    if (before == null) {
      return false;
    }
    boolean otherFunction =
        relation.kind().equals("function") && !before.relation().sql().equals(relation.sql());
    return otherFunction || !before.relation().jars().equals(relation.jars());
  }

  private void forgetAll() {
    if (environment != null) {
      environment.close();
    }
    environment = null;
    analyzer = null;
    known.clear();
    seen.clear();
    analyses = 0;
  }

  private ProjectAnalyzer analyzer() {
    ProjectAnalyzer current = analyzer;
    if (current != null && analyses < MOST_ANALYSES) {
      return current;
    }
    forgetAll();
    PlannerEnvironment made =
        PlannerEnvironment.createForPlans(new AnalysisTableFactory(), Map.of());
    environment = made;
    current = new ProjectAnalyzer(made, json);
    analyzer = current;
    return current;
  }
}
