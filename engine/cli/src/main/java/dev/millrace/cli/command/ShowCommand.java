package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.compile.CompiledInline;
import dev.millrace.engine.compile.InlineSource;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.notebook.Notebook;
import dev.millrace.engine.notebook.NotebookSession;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.ExportFormat;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.ResultExport;
import dev.millrace.engine.query.ResultWriter;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotWatcher;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows rows of a model, of a query, or of a notebook's cells. */
@Command(
    name = "show",
    description =
        "Show the rows of a model, a query or a notebook as they are now, or with --live as they"
            + " change.",
    mixinStandardHelpOptions = true)
final class ShowCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();
  @Mixin private ShowOptions options = new ShowOptions();

  ShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    options.check(!selection.isEmpty());
    if (options.file().isPresent()) {
      return notebook(engine, console, options.file().get());
    }
    if (options.inline().isPresent()) {
      // What is wrong with the text is told before anything is started.
      CompiledInline query = engine.compile(InlineSource.typed(options.inline().get()));
      start(engine, console);
      return options.isLive()
          ? live(console, "the query", () -> engine.live(query, LiveQuery.Settings.DEFAULT))
          : snapshot(
              console, "inline", engine.snapshot(query, options.settings(), SnapshotWatcher.NONE));
    }
    String model = theModel(engine, console);
    start(engine, console);
    return options.isLive()
        ? live(
            console,
            DeployProgress.name(model),
            () -> engine.live(model, LiveQuery.Settings.DEFAULT))
        : snapshot(console, model, engine.snapshot(model, options.settings()));
  }

  private static void start(Engine engine, Console console) {
    engine.startLocal(console::progress, new DeployProgress(console));
  }

  private String theModel(Engine engine, Console console) {
    Set<String> models = selection.nodes(engine, surroundings(), console);
    if (models.size() != 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE, "`show` takes one model, the selection holds " + models.size())
              .remedy("Name it, for example `millrace show --select customer_totals`"));
    }
    return models.iterator().next();
  }

  private int notebook(Engine engine, Console console, Path named) {
    Path file = surroundings().workingDirectory().resolve(named).toAbsolutePath().normalize();
    Path root = engine.project().root();
    String shown = (file.startsWith(root) ? root.relativize(file) : named).toString();
    String name = shown.replace('\\', '/');
    Notebook notebook = Notebook.read(file, name);
    start(engine, console);
    NotebookAnswer answer = new NotebookAnswer(console, notebook, name);
    try (NotebookSession session = engine.notebookSession()) {
      return answer.finish(
          session.run(notebook, name, options.settings(), options.goesOn(), answer));
    }
  }

  private int snapshot(Console console, String model, Snapshot snapshot) {
    options.export().ifPresent(file -> export(console, file, snapshot));
    RowsAnswer.print(console, snapshot);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model", model);
    answer.putAll(RowsAnswer.json(snapshot));
    console.json(answer);
    return 0;
  }

  private void export(Console console, Path named, Snapshot snapshot) {
    Path file = surroundings().workingDirectory().resolve(named);
    ExportFormat format = ExportFormat.of(file).orElseThrow();
    try {
      ResultExport.file(
          file, out -> ResultExport.rows(format, snapshot.columns(), snapshot.rows(), out));
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(ProblemCode.USAGE, "The rows cannot be written to " + file + ": " + e)
              .remedy("Name a file in a folder that exists and that you may write to"),
          e);
    }
    console.progress("%d rows written to %s".formatted(snapshot.rows().size(), file));
  }

  /** Starts a live query. */
  private interface Start {
    LiveQuery query();
  }

  private int live(Console console, String name, Start start) {
    int limit = options.limit();
    Instant end = Instant.now().plus(options.patience());
    long shown = 0;
    try (LiveQuery query = start.query()) {
      console.progress("Changes of " + name + ", Ctrl-C ends");
      while (limit == 0 || (shown < limit && Instant.now().isBefore(end))) {
        LiveQuery.Changes changes = query.next(Duration.ofMillis(500));
        if (changes.dropped() > 0) {
          console.progress(changes.dropped() + " changes came too fast and are not shown");
        }
        for (Row row : changes.rows()) {
          if (limit != 0 && shown == limit) {
            break;
          }
          shown++;
          show(console, query.columns(), row);
        }
        if (changes.ended()) {
          break;
        }
      }
    }
    return 0;
  }

  private void show(Console console, List<Column> columns, Row row) {
    if (console.isJson()) {
      surroundings().out().println(ResultWriter.json(columns, row));
    } else {
      StringBuilder line = new StringBuilder(row.kind().sign());
      for (int column = 0; column < columns.size(); column++) {
        line.append("  ")
            .append(columns.get(column).name())
            .append('=')
            .append(ResultWriter.text(row.values().get(column)));
      }
      console.text(line.toString());
    }
  }
}
