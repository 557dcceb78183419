package dev.millrace.engine.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.compile.AnalyzedProject;
import dev.millrace.engine.compile.CompiledInline;
import dev.millrace.engine.compile.InlineCompiler;
import dev.millrace.engine.compile.InlineSource;
import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.QuerySubject;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.query.SnapshotSession;
import dev.millrace.engine.query.SnapshotWatcher;
import dev.millrace.engine.query.SqlSessions;
import dev.millrace.engine.query.StatementPlaces;
import dev.millrace.engine.sql.Definition;
import dev.millrace.engine.sql.StatementKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Runs the cells of a notebook in one session: what a cell defines is there for the next, also
 * after the cluster has lost the session. Thread-safe; cells wait for each other.
 *
 * <p>A cell may hold several statements and is rendered as a whole. It may look and define; what
 * would start a job or change stored rows is refused, since nobody would know of it later.
 */
public final class NotebookSession implements AutoCloseable {
  private final AnalyzedProject project;
  private final SqlSessions sessions;
  private final SnapshotSession session;
  private final InlineCompiler compiler;

  /**
   * @param project whose relations {@code ref()} and {@code source()} name
   * @param generatedRows rows that each {@code datagen} table yields
   */
  public NotebookSession(AnalyzedProject project, SqlSessions sessions, int generatedRows) {
    this.project = requireNonNull(project, "project");
    this.sessions = requireNonNull(sessions, "sessions");
    this.session = new SnapshotSession(sessions, generatedRows);
    // What a template warns of was told when the project was read.
    this.compiler = new InlineCompiler(warning -> {});
  }

  /**
   * Runs all cells in order; after one that fails the others are skipped.
   *
   * @param file how positions name the notebook
   * @param goOn whether cells after a failed one are run too
   * @return a result for each cell
   */
  public List<CellRun> run(
      Notebook notebook,
      String file,
      SnapshotQuery.Settings settings,
      boolean goOn,
      NotebookListener listener) {
    List<CellRun> runs = new ArrayList<>();
    boolean skipping = false;
    for (int index = 0; index < notebook.cells().size(); index++) {
      skipping = skipping || listener.isCancelled();
      CellRun run;
      if (skipping) {
        run = CellRun.without(CellRun.Status.SKIPPED);
      } else {
        listener.begins(index);
        run = run(notebook, index, file, settings, listener);
        skipping = run.status() == CellRun.Status.FAILED && !goOn;
      }
      runs.add(run);
      listener.ended(index, run);
    }
    return List.copyOf(runs);
  }

  /** Runs one cell; a failure is in the result. */
  public CellRun run(
      Notebook notebook,
      int index,
      String file,
      SnapshotQuery.Settings settings,
      SnapshotWatcher watcher) {
    long started = System.nanoTime();
    List<StatementRun> done = new ArrayList<>();
    try {
      CompiledInline compiled = compile(notebook, index, file);
      if (compiled.statements().isEmpty()) {
        return CellRun.without(CellRun.Status.EMPTY);
      }
      List<String> setup = setup(compiled);
      for (CompiledInline.Statement statement : compiled.statements()) {
        done.add(run(statement, setup, settings, watcher));
      }
      return new CellRun(CellRun.Status.DONE, done, Optional.empty(), since(started));
    } catch (MillraceException e) {
      return new CellRun(CellRun.Status.FAILED, done, Optional.of(e.problem()), since(started));
    }
  }

  /**
   * Runs the definitions of a cell and none of its queries: what brings a new session to where an
   * earlier one was.
   *
   * @throws MillraceException with the place in the notebook
   */
  public void define(Notebook notebook, int index, String file) {
    CompiledInline compiled = compile(notebook, index, file);
    if (compiled.statements().isEmpty()) {
      return;
    }
    List<String> setup = setup(compiled);
    for (CompiledInline.Statement statement : compiled.statements()) {
      if (statement.kind() == StatementKind.DEFINITION) {
        var unused = run(statement, setup, SnapshotQuery.Settings.DEFAULT, SnapshotWatcher.NONE);
      }
    }
  }

  /**
   * Starts the one query of a cell as a live one, which sees what earlier cells have defined.
   *
   * @throws MillraceException USAGE when the cell is not exactly one query; as {@link
   *     LiveQuery#start}
   */
  public LiveQuery live(Notebook notebook, int index, String file, LiveQuery.Settings settings) {
    CompiledInline compiled = compile(notebook, index, file);
    QuerySubject subject = QuerySubject.inline(project, compiled);
    List<String> setup = new ArrayList<>(session.known());
    subject.setup().stream().filter(statement -> !setup.contains(statement)).forEach(setup::add);
    return LiveQuery.start(sessions, subject.withSetup(setup), settings);
  }

  private CompiledInline compile(Notebook notebook, int index, String file) {
    Cell cell = notebook.cells().get(index);
    return switch (cell.kind()) {
      case MARKDOWN -> new CompiledInline("", List.of(), List.of());
      case SQL ->
          compiler.compile(
              project.project(), new InlineSource(cell.body(), file, notebook.firstLine(index)));
    };
  }

  private List<String> setup(CompiledInline compiled) {
    try {
      List<String> setup = QuerySubject.setup(project, compiled.reads());
      session.prepare(setup);
      return setup;
    } catch (MillraceException e) {
      throw new MillraceException(
          e.problems().stream()
              .map(problem -> problem.at(compiled.statements().getFirst().start()))
              .toList(),
          e);
    }
  }

  private StatementRun run(
      CompiledInline.Statement statement,
      List<String> setup,
      SnapshotQuery.Settings settings,
      SnapshotWatcher watcher) {
    return switch (statement.kind()) {
      case QUERY, INFORMATION ->
          new StatementRun.Rows(
              statement.start(),
              placed(
                  statement,
                  () ->
                      session.read(
                          new QuerySubject(
                              "query",
                              setup,
                              statement.sql(),
                              List.of(),
                              ChangelogKind.UNKNOWN,
                              statement.locator()),
                          settings,
                          watcher)));
      case DEFINITION ->
          placed(
              statement,
              () -> {
                session.define(statement.sql());
                return new StatementRun.Defined(statement.start(), told(statement.sql()));
              });
      case CHANGE ->
          throw new MillraceException(
              Problem.error(
                      ProblemCode.SQL_INVALID,
                      "A notebook only looks, and this statement would start a job or change stored"
                          + " rows")
                  .at(statement.start())
                  .remedy("Make it a model, so that it is planned and its state is kept"));
    };
  }

  /** Runs; a failure without a place gets that of the statement. */
  private static <T> T placed(
      CompiledInline.Statement statement, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (MillraceException e) {
      MillraceException located = StatementPlaces.located(e, statement.locator());
      throw new MillraceException(
          located.problems().stream()
              .map(
                  problem ->
                      problem.position().isPresent() ? problem : problem.at(statement.start()))
              .toList(),
          e);
    }
  }

  private static String told(String statement) {
    return Definition.of(statement)
        .map(
            defined ->
                defined.kind().charAt(0)
                    + defined.kind().substring(1).toLowerCase(Locale.ROOT)
                    + " "
                    + defined.name()
                    + " defined")
        .orElse("Done");
  }

  private static Duration since(long started) {
    return Duration.ofNanos(System.nanoTime() - started);
  }

  @Override
  public void close() {
    session.close();
  }
}
