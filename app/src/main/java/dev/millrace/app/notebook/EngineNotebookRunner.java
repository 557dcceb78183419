package dev.millrace.app.notebook;

import static java.util.Objects.requireNonNull;

import dev.millrace.app.project.EngineLease;
import dev.millrace.app.project.OpenProject;
import dev.millrace.engine.notebook.Cell;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import dev.millrace.engine.notebook.NotebookSession;
import dev.millrace.engine.notebook.StatementRun;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.SnapshotQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs cells through the engine of the open project. When the project was read again a new session
 * takes over, so that {@code ref()} never means what a model was before an edit, and the
 * definitions of the cells that ran are made in it again. Thread-safe.
 */
public final class EngineNotebookRunner implements NotebookRunner {
  private static final Logger LOG = LoggerFactory.getLogger(EngineNotebookRunner.class);
  private static final int ROWS = 500;
  private static final SnapshotQuery.Settings SETTINGS =
      SnapshotQuery.Settings.DEFAULT.withLimit(OptionalInt.of(ROWS));

  private final OpenProject project;
  private final String file;
  private final List<Defining> defined = new ArrayList<>();
  private @Nullable EngineLease lease;
  private @Nullable NotebookSession session;

  /** A cell that defined something when it last ran. */
  private record Defining(Notebook notebook, int index) {
    Cell cell() {
      return notebook.cells().get(index);
    }
  }

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
    var runs = session(progress).run(notebook, file, SETTINGS, false, listener);
    for (int index = 0; index < runs.size(); index++) {
      remember(notebook, index, runs.get(index));
    }
  }

  @Override
  public synchronized CellRun run(
      Notebook notebook, int index, NotebookListener listener, Consumer<String> progress) {
    CellRun run = session(progress).run(notebook, index, file, SETTINGS, listener);
    remember(notebook, index, run);
    return run;
  }

  private void remember(Notebook notebook, int index, CellRun run) {
    if (run.statements().stream().anyMatch(StatementRun.Defined.class::isInstance)) {
      Defining defining = new Defining(notebook, index);
      defined.removeIf(before -> before.cell().equals(defining.cell()));
      defined.add(defining);
    }
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
    end();
    lease = newest;
    var unused = newest.engine().startLocal(progress, event -> {});
    NotebookSession opened = newest.engine().notebookSession();
    session = opened;
    defined.removeIf(defining -> !isDefinedAgain(opened, defining));
    return opened;
  }

  private boolean isDefinedAgain(NotebookSession opened, Defining defining) {
    try {
      opened.define(defining.notebook(), defining.index(), file);
      return true;
    } catch (MillraceException e) {
      // The cell tells it when it is run again, at its place.
      LOG.debug("A definition does not hold after an edit: {}", e.problem().describe());
      return false;
    }
  }

  @Override
  public synchronized void restart() {
    defined.clear();
    end();
  }

  private void end() {
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
