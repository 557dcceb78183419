package dev.millrace.app.notebook;

import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import java.util.function.Consumer;

/** Runs cells in one session that is kept between calls; calls block. */
public interface NotebookRunner extends AutoCloseable {
  /**
   * Runs all cells in order.
   *
   * @param progress told in words what is being done before the first cell runs
   */
  void runAll(Notebook notebook, NotebookListener listener, Consumer<String> progress);

  /** Runs one cell. */
  CellRun run(Notebook notebook, int index, NotebookListener listener, Consumer<String> progress);

  /** Forgets what cells have defined; the next run begins a new session. */
  void restart();

  /** Ends the session. */
  @Override
  void close();
}
