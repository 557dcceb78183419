package dev.millrace.cli.command;

import dev.millrace.cli.options.SelectionOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.connect.Column;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.ResultWriter;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows rows of a model. */
@Command(
    name = "show",
    description = "Show the rows of a model as they are now, or with --live as they change.",
    mixinStandardHelpOptions = true)
final class ShowCommand extends EngineCommand {
  @Mixin private SelectionOptions selection = new SelectionOptions();

  @Option(
      names = "--limit",
      defaultValue = "20",
      paramLabel = "N",
      description = "Rows to show; with --live, changes after which to end. 0 for all.")
  private int limit;

  @Option(names = "--live", description = "Show every change as it comes, until Ctrl-C.")
  private boolean live;

  @Option(
      names = "--seconds",
      defaultValue = "60",
      paramLabel = "N",
      description = "How long a snapshot may take; with --live and a limit, when to end.")
  private int seconds;

  ShowCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    String model = theModel(engine, console);
    engine.startLocal(console::progress, new DeployProgress(console));
    return live ? live(engine, console, model) : snapshot(engine, console, model);
  }

  private String theModel(Engine engine, Console console) {
    Set<String> models = selection.isEmpty() ? Set.of() : selection.nodes(engine, console);
    if (models.size() != 1) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE,
                  models.isEmpty()
                      ? "`show` needs a model"
                      : "`show` takes one model, the selection holds " + models.size())
              .remedy("Name it, for example `millrace show --select customer_totals`"));
    }
    return models.iterator().next();
  }

  private int snapshot(Engine engine, Console console, String model) {
    SnapshotQuery.Settings usual = SnapshotQuery.Settings.DEFAULT;
    Snapshot snapshot =
        engine.snapshot(
            model,
            new SnapshotQuery.Settings(
                limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit),
                Duration.ofSeconds(seconds),
                usual.generatedRows(),
                usual.maximumRows()));
    console.text(ResultWriter.table(snapshot.columns(), snapshot.rows(), 0));
    console.progress(
        switch (snapshot.ending()) {
          case COMPLETE ->
              "%d of %d rows, read in %s"
                  .formatted(
                      snapshot.rows().size(),
                      snapshot.totalRows(),
                      DeployProgress.seconds(snapshot.elapsed()));
          case LIMIT_REACHED ->
              "the first %d rows; there may be more".formatted(snapshot.rows().size());
          case TIMED_OUT ->
              "time ran out after %s: what had come by then, which may still change"
                  .formatted(DeployProgress.seconds(snapshot.elapsed()));
        });
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model", model);
    answer.put("columns", snapshot.columns());
    List<Map<String, @Nullable Object>> rows = new ArrayList<>();
    snapshot.rows().forEach(row -> rows.add(byName(snapshot.columns(), row)));
    answer.put("rows", rows);
    answer.put("total_rows", snapshot.totalRows());
    answer.put("ending", snapshot.ending().name().toLowerCase(java.util.Locale.ROOT));
    console.json(answer);
    return 0;
  }

  private int live(Engine engine, Console console, String model) {
    Instant end = Instant.now().plusSeconds(seconds);
    long shown = 0;
    try (LiveQuery query = engine.live(model, LiveQuery.Settings.DEFAULT)) {
      console.progress("Changes of " + DeployProgress.name(model) + ", Ctrl-C ends");
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

  private static Map<String, @Nullable Object> byName(
      List<Column> columns, List<@Nullable Object> row) {
    Map<String, @Nullable Object> named = new LinkedHashMap<>();
    for (int column = 0; column < columns.size(); column++) {
      named.put(columns.get(column).name(), row.get(column));
    }
    return named;
  }
}
