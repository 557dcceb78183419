package dev.millrace.engine.connect;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Type-checks a project and compiles statements, with no cluster: Flink's own planner, fed by the
 * project's DDL.
 */
public interface SqlPlanner {
  /**
   * Analyzes all relations of a project, each against those before it. Connectors are not looked
   * up, so no connector jar is needed.
   *
   * @param setup statements to run first, such as CREATE FUNCTION
   * @param relations in dependency order
   * @return one result per relation, in the same order
   */
  List<RelationAnalysis> analyze(List<String> setup, List<PlannedRelation> relations);

  /**
   * As {@link #analyze}, for a project whose models are compiled next: derived tables are planned
   * only as far as their types, key and changes need where that costs less. The few faults that are
   * found no sooner than when a job's operators are made are then left to {@link #compile}.
   */
  default List<RelationAnalysis> types(List<String> setup, List<PlannedRelation> relations) {
    return analyze(setup, relations);
  }

  /**
   * Answers for some relations while one of them is being edited: what has not changed since the
   * last call is not analyzed again where the planner can remember it.
   *
   * @param relations those asked about and everything they read, directly or not, in dependency
   *     order
   * @param wanted ids of the relations to answer for
   * @param planned ids of relations to plan down to a job's operators: that finds a few more faults
   *     and takes twice as long
   * @return one result per wanted relation, in the order of {@code relations}
   */
  default List<RelationCheck> check(
      List<PlannedRelation> relations, Set<String> wanted, Set<String> planned) {
    return analyze(List.of(), relations).stream()
        .filter(analysis -> wanted.contains(analysis.id()))
        .map(analysis -> new RelationCheck(analysis, analysis.primaryKey()))
        .toList();
  }

  /**
   * Compiles the INSERTs of one job to Flink's plan JSON.
   *
   * @param setup DDL of every relation that the statements reach, in order; catalogs and databases
   *     named in it are made as needed
   * @param inserts one INSERT INTO ... SELECT, or several that make a statement set
   * @param settings Flink options of the planner, such as {@code table.exec.state.ttl}
   * @throws dev.millrace.engine.problem.MillraceException SQL_INVALID when it does not compile
   */
  String compile(List<String> setup, List<String> inserts, Map<String, String> settings);
}
