package dev.millrace.engine.query;

import static java.util.Objects.requireNonNull;

import dev.millrace.engine.connect.SqlSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.sql.Definition;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A session in which one snapshot after another is read, and what one statement defines is there
 * for the next. Opened when it is first needed. Thread-safe; calls wait for each other.
 */
public final class SnapshotSession implements AutoCloseable {
  private final SqlSessions sessions;
  private final int generatedRows;
  private final Set<String> prepared = new LinkedHashSet<>();
  private final List<String> definitions = new ArrayList<>();
  private @Nullable SqlSession session;

  /**
   * @param generatedRows rows that each {@code datagen} table yields
   */
  public SnapshotSession(SqlSessions sessions, int generatedRows) {
    this.sessions = requireNonNull(sessions, "sessions");
    this.generatedRows = generatedRows;
  }

  /**
   * Makes relations of the project known, each once.
   *
   * @param setup DDL as it is deployed, in order
   * @throws MillraceException when a statement does not run
   */
  public synchronized void prepare(List<String> setup) {
    SqlSession open = open();
    for (String statement : setup) {
      if (!prepared.contains(statement)) {
        open.execute(ReadModes.bounded(statement, generatedRows));
        prepared.add(statement);
      }
    }
  }

  /**
   * Runs a definition; one of a name that was defined here before takes the place of that one, so
   * that a statement can be run again after an edit.
   *
   * @throws MillraceException SQL_INVALID or STATEMENT_FAILED
   */
  public synchronized void define(String statement) {
    SqlSession open = open();
    Optional<Definition> defined = Definition.of(statement);
    if (defined.isPresent()) {
      boolean before =
          definitions.stream().anyMatch(earlier -> Definition.of(earlier).equals(defined));
      if (before) {
        open.execute(defined.get().drop());
        definitions.removeIf(earlier -> Definition.of(earlier).equals(defined));
      }
    }
    open.execute(ReadModes.bounded(statement, generatedRows));
    definitions.add(statement);
  }

  /**
   * Reads a query.
   *
   * @throws MillraceException as {@link SnapshotQuery#read}
   */
  public synchronized Snapshot read(
      QuerySubject subject, SnapshotQuery.Settings settings, SnapshotWatcher watcher) {
    prepare(subject.setup());
    return SnapshotQuery.read(open(), subject, settings, watcher, System.nanoTime());
  }

  /** What a session of its own needs to know the same, in order: a live query's, for example. */
  public synchronized List<String> known() {
    List<String> known = new ArrayList<>(prepared);
    known.addAll(definitions);
    return List.copyOf(known);
  }

  private SqlSession open() {
    if (session == null) {
      session = sessions.open(List.of());
    }
    return session;
  }

  /** Ends the session and all it defined; the next call begins a new one. */
  @Override
  public synchronized void close() {
    SqlSession open = session;
    session = null;
    prepared.clear();
    definitions.clear();
    if (open != null) {
      open.close();
    }
  }
}
