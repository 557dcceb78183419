package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is read: a query and all it needs to be understood by a session of its own.
 *
 * @param name for titles and messages: a model's name, or {@code query}
 * @param setup DDL of everything the query reaches, in order, as it is deployed; placeholders kept
 * @param query one SELECT
 * @param key columns that tell rows apart; empty when not known, then whole rows do
 * @param changelog what kinds of change the query emits, as far as known
 */
public record QuerySubject(
    String name, List<String> setup, String query, List<String> key, ChangelogKind changelog) {
  public QuerySubject {
    requireNonNull(name, "name");
    setup = List.copyOf(setup);
    requireNonNull(query, "query");
    key = List.copyOf(key);
    requireNonNull(changelog, "changelog");
  }

  /**
   * The rows of a model: those stored for a table, those computed for a view or an ephemeral model.
   *
   * @throws MillraceException with the model's own problems when it has errors
   */
  public static QuerySubject model(AnalyzedProject project, String uniqueId) {
    AnalyzedNode node = project.node(uniqueId);
    List<String> setup = List.copyOf(reach(project, uniqueId));
    return switch (node.node().materialization()) {
      case EPHEMERAL ->
          new QuerySubject(
              node.node().name(), setup, node.compiled().sql(), List.of(), ChangelogKind.UNKNOWN);
      case VIEW, STREAMING_TABLE, STREAMING_SOURCE -> {
        Optional<RelationAnalysis> analysis = node.analysis();
        yield new QuerySubject(
            node.node().name(),
            setup,
            "SELECT * FROM " + node.node().relation().sql(),
            analysis.map(RelationAnalysis::primaryKey).orElse(List.of()),
            analysis.map(RelationAnalysis::changelog).orElse(ChangelogKind.UNKNOWN));
      }
    };
  }

  /**
   * The rows of a query of the user's.
   *
   * @param reads unique ids of the nodes the query refers to
   * @param query compiled: one SELECT with full relation names
   */
  public static QuerySubject inline(
      AnalyzedProject project, Collection<String> reads, String query) {
    Set<String> setup = new LinkedHashSet<>();
    reads.forEach(uniqueId -> setup.addAll(reach(project, uniqueId)));
    return new QuerySubject("query", List.copyOf(setup), query, List.of(), ChangelogKind.UNKNOWN);
  }

  private static Set<String> reach(AnalyzedProject project, String uniqueId) {
    AnalyzedNode node = project.node(uniqueId);
    Set<String> setup = new LinkedHashSet<>();
    // A stored table is read as it stands, a view through what it is made of.
    switch (node.node().materialization()) {
      case VIEW, EPHEMERAL -> setup.addAll(project.setupFor(uniqueId));
      case STREAMING_TABLE, STREAMING_SOURCE -> {}
    }
    node.analysis().ifPresent(analysis -> setup.add(createStatement(node, analysis)));
    return setup;
  }

  private static String createStatement(AnalyzedNode node, RelationAnalysis analysis) {
    return analysis
        .createStatement()
        .orElseThrow(
            () ->
                new MillraceException(
                    Problem.error(
                            ProblemCode.SQL_INVALID,
                            "`" + node.node().name() + "` cannot be read because it has errors")
                        .remedy("Run `millrace compile --check` to see them")));
  }
}
