package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedNode;
import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledInline;
import dev.millrace.engine.compile.SourceLocator;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.RelationAnalysis;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.problem.SourcePosition;
import dev.millrace.engine.project.Node;
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
 * @param locator from places in {@code query} to where it was written
 */
public record QuerySubject(
    String name,
    List<String> setup,
    String query,
    List<String> key,
    ChangelogKind changelog,
    SourceLocator locator) {
  public QuerySubject {
    requireNonNull(name, "name");
    setup = List.copyOf(setup);
    requireNonNull(query, "query");
    key = List.copyOf(key);
    requireNonNull(changelog, "changelog");
    requireNonNull(locator, "locator");
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
              node.node().name(),
              setup,
              node.compiled().sql(),
              List.of(),
              ChangelogKind.UNKNOWN,
              node.compiled().locator());
      case FUNCTION -> throw notReadable(node.node());
      case VIEW, STREAMING_TABLE, STREAMING_SOURCE -> {
        Optional<RelationAnalysis> analysis = node.analysis();
        yield new QuerySubject(
            node.node().name(),
            setup,
            "SELECT * FROM " + node.node().relation().sql(),
            analysis.map(RelationAnalysis::primaryKey).orElse(List.of()),
            analysis.map(RelationAnalysis::changelog).orElse(ChangelogKind.UNKNOWN),
            (line, column) -> SourcePosition.of(node.node().path()));
      }
    };
  }

  /**
   * The rows of a query of the user's.
   *
   * @throws MillraceException USAGE when it is not one statement with rows; SQL_INVALID when
   *     something it reads has errors
   */
  public static QuerySubject inline(AnalyzedProject project, CompiledInline inline) {
    if (inline.statements().size() != 1) {
      throw notOneQuery(
          inline.statements().isEmpty() ? "There is no query" : "There is more than one statement",
          "Give one SELECT; a notebook under analyses/ may hold several");
    }
    CompiledInline.Statement statement = inline.statements().getFirst();
    return switch (statement.kind()) {
      case QUERY, INFORMATION ->
          new QuerySubject(
              "query",
              setup(project, inline.reads()),
              statement.sql(),
              List.of(),
              ChangelogKind.UNKNOWN,
              statement.locator());
      case DEFINITION, CHANGE ->
          throw notOneQuery(
              "Only a query has rows to show",
              "Write models for what should run, and a notebook for definitions");
    };
  }

  /**
   * DDL of these nodes and of everything they are read through, each once, in order.
   *
   * @throws MillraceException SQL_INVALID when one has errors
   */
  public static List<String> setup(AnalyzedProject project, Collection<String> reads) {
    Set<String> setup = new LinkedHashSet<>();
    reads.forEach(uniqueId -> setup.addAll(reach(project, uniqueId)));
    return List.copyOf(setup);
  }

  /** The same, needing other DDL. */
  public QuerySubject withSetup(List<String> statements) {
    return new QuerySubject(name, statements, query, key, changelog, locator);
  }

  /** The failure of this query, with the place where it was written. */
  MillraceException located(MillraceException failure) {
    return StatementPlaces.located(failure, locator);
  }

  private static MillraceException notOneQuery(String message, String remedy) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message).remedy(remedy));
  }

  private static MillraceException notReadable(Node function) {
    return new MillraceException(
        Problem.error(
                ProblemCode.USAGE,
                "`" + function.name() + "` is a function and has no rows to show")
            .at(SourcePosition.of(function.path()))
            .remedy("Show a query that calls it: {{ ref('" + function.name() + "') }}(...)"));
  }

  private static Set<String> reach(AnalyzedProject project, String uniqueId) {
    AnalyzedNode node = project.nodes().get(uniqueId);
    if (node == null) {
      throw unreadable(uniqueId);
    }
    Set<String> setup = new LinkedHashSet<>();
    // A stored table is read as it stands, a view through what it is made of.
    switch (node.node().materialization()) {
      case VIEW, EPHEMERAL -> setup.addAll(project.setupFor(uniqueId));
      case STREAMING_TABLE, STREAMING_SOURCE, FUNCTION -> {}
    }
    if (node.analysis().isPresent()) {
      if (node.declarations().isEmpty()) {
        throw unreadable(node.node().name());
      }
      setup.addAll(node.declarations());
    }
    return setup;
  }

  private static MillraceException unreadable(String name) {
    return new MillraceException(
        Problem.error(ProblemCode.SQL_INVALID, "`" + name + "` cannot be read: it has errors")
            .remedy("Run `millrace compile --check` to see them"));
  }
}
