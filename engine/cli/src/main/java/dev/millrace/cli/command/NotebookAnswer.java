package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.ProblemText;
import dev.millrace.engine.notebook.Cell;
import dev.millrace.engine.notebook.CellKind;
import dev.millrace.engine.notebook.CellRun;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookListener;
import dev.millrace.engine.notebook.StatementRun;
import dev.millrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tells the run of a notebook: cell by cell as text, or as one document. */
final class NotebookAnswer implements NotebookListener {
  private final Console console;
  private final Notebook notebook;
  private final String file;

  NotebookAnswer(Console console, Notebook notebook, String file) {
    this.console = requireNonNull(console, "console");
    this.notebook = requireNonNull(notebook, "notebook");
    this.file = requireNonNull(file, "file");
  }

  @Override
  public void begins(int index) {
    if (notebook.cells().get(index).kind() == CellKind.SQL) {
      console.progress(name(index));
    }
  }

  @Override
  public void ended(int index, CellRun run) {
    Cell cell = notebook.cells().get(index);
    if (cell.kind() == CellKind.MARKDOWN) {
      console.text(cell.source() + "\n");
      return;
    }
    for (StatementRun statement : run.statements()) {
      switch (statement) {
        case StatementRun.Rows rows -> RowsAnswer.print(console, rows.snapshot());
        case StatementRun.Defined defined -> console.progress(defined.what());
      }
    }
    run.problem().ifPresent(problem -> console.problems(List.of(problem)));
    if (run.status() == CellRun.Status.SKIPPED) {
      console.progress(name(index) + " skipped");
    }
  }

  /** Prints the document and gives the exit code: that of the first failure. */
  int finish(List<CellRun> runs) {
    List<Map<String, Object>> cells = new ArrayList<>();
    for (int index = 0; index < runs.size(); index++) {
      cells.add(json(index, runs.get(index)));
    }
    int exit =
        runs.stream()
            .flatMap(run -> run.problem().stream())
            .findFirst()
            .map(Problem::code)
            .map(code -> code.exitCode())
            .orElse(0);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", file);
    answer.put("succeeded", exit == 0);
    answer.put("cells", cells);
    console.json(answer);
    return exit;
  }

  private Map<String, Object> json(int index, CellRun run) {
    Cell cell = notebook.cells().get(index);
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("cell", index + 1);
    json.put("line", notebook.firstLine(index));
    json.put("kind", lower(cell.kind()));
    json.put("title", cell.title());
    if (cell.kind() == CellKind.MARKDOWN) {
      json.put("text", cell.source());
      return json;
    }
    json.put("status", lower(run.status()));
    json.put("took_ms", run.elapsed().toMillis());
    json.put("results", run.statements().stream().map(NotebookAnswer::json).toList());
    run.problem().ifPresent(problem -> json.put("problem", ProblemText.Json.of(problem)));
    return json;
  }

  private static Map<String, Object> json(StatementRun statement) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("line", statement.position().line());
    switch (statement) {
      case StatementRun.Rows rows -> json.putAll(RowsAnswer.json(rows.snapshot()));
      case StatementRun.Defined defined -> json.put("defined", defined.what());
    }
    return json;
  }

  private String name(int index) {
    String title = notebook.cells().get(index).title();
    return "Cell %d of %d%s"
        .formatted(index + 1, notebook.cells().size(), title.isEmpty() ? "" : ": " + title);
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
