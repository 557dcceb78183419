package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import dev.millrace.engine.notebook.NotebookSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.SnapshotQuery;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs cells through the engine of the open project. When the project was read again the session
 * begins anew, so that {@code ref()} never means what a model was before an edit. Thread-safe.
 */
public final class EngineNotebookRunner implements NotebookRunner {
  private static final int ROWS = 500;
  private static final SnapshotQuery.Settings SETTINGS =
      SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.of(ROWS));

  private final OpenProject project;
  private final String file;
  private @Nullable EngineLease lease;
  private @Nullable NotebookSession session;

  /**
   * @param file how positions name the notebook
   */
  public EngineNotebookRunner(OpenProject project, String file) {
    this.project = requireNonNull(project, "project");
    this.file = requireNonNull(file, "file");
  }

  @Override
  public synchronized void runAll(
      Notebook notebook, NotebookListener listener, Consumer<String> progress) {
    // A run of everything begins with nothing defined, as it does headless.
    restart();
    var unused = session(progress).run(notebook, file, SETTINGS, false, listener);
  }

  @Override
  public synchronized CellRun run(
      Notebook notebook, int index, NotebookListener listener, Consumer<String> progress) {
    return session(progress).run(notebook, index, file, SETTINGS, listener);
  }

  private NotebookSession session(Consumer<String> progress) {
    if (project.restricted()) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "This folder is not trusted, so no cell is run")
              .remedy("Open it again and trust it"));
    }
    EngineLease newest =
        project
            .lease()
            .orElseThrow(
                () ->
                    new MillraceException(
                        Problem.error(ProblemCode.USAGE, "The project could not be read")
                            .remedy("Mend its dbt_project.yml and run the cell again")));
    EngineLease held = lease;
    NotebookSession open = session;
    if (open != null && held != null && held.engine() == newest.engine()) {
      newest.close();
      return open;
    }
    restart();
    lease = newest;
    var unused = newest.engine().startLocal(progress, event -> {});
    NotebookSession opened = newest.engine().notebookSession();
    session = opened;
    return opened;
  }

  @Override
  public synchronized void restart() {
    NotebookSession open = session;
    session = null;
    if (open != null) {
      open.close();
    }
    EngineLease held = lease;
    lease = null;
    if (held != null) {
      held.close();
    }
  }

  @Override
  public void close() {
    restart();
  }
}
