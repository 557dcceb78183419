package dev.millrace.cli.command;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.query.ExportFormat;
import dev.millrace.engine.query.SnapshotQuery;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to show, and how much of it. */
final class ShowOptions {
  @Option(
      names = "--inline",
      paramLabel = "SQL",
      description = "A query of your own; ref(), source() and variables work.")
  private @Nullable String inline;

  @Option(
      names = "--file",
      paramLabel = "FILE",
      description = "A notebook: run its cells in order, each in the same session.")
  private @Nullable Path file;

  @Option(names = "--continue", description = "With --file: run the cells after a failed one too.")
  private boolean goOn;

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

  @Option(
      names = "--export",
      paramLabel = "FILE",
      description = "Also write the rows to a file, by its ending: .csv, .json or .jsonl.")
  private @Nullable Path export;

  Optional<String> inline() {
    return Optional.ofNullable(inline);
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  Optional<Path> export() {
    return Optional.ofNullable(export);
  }

  boolean goesOn() {
    return goOn;
  }

  boolean isLive() {
    return live;
  }

  int limit() {
    return limit;
  }

  Duration patience() {
    return Duration.ofSeconds(seconds);
  }

  SnapshotQuery.Settings settings() {
    SnapshotQuery.Settings usual = SnapshotQuery.Settings.DEFAULT;
    return new SnapshotQuery.Settings(
        limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit),
        patience(),
        usual.generatedRows(),
        usual.maximumRows());
  }

  /**
   * Refuses what does not go together.
   *
   * @param selected whether models were selected
   * @throws MillraceException USAGE
   */
  void check(boolean selected) {
    int subjects = (selected ? 1 : 0) + (inline == null ? 0 : 1) + (file == null ? 0 : 1);
    if (subjects != 1) {
      throw usage(
          subjects == 0
              ? "`show` needs a model, a query or a notebook"
              : "`show` takes one of --select, --inline and --file",
          "Write for example `millrace show --select customer_totals`");
    }
    if (limit < 0 || seconds < 0) {
      throw usage("--limit and --seconds cannot be negative", "Take 0 for no limit");
    }
    if (file != null && (live || export != null)) {
      throw usage(
          "A notebook is run once, so --live and --export do not go with --file",
          "Show one of its queries with --inline");
    }
    if (file == null && goOn) {
      throw usage("--continue goes with --file", "Take it out");
    }
    if (export != null && live) {
      throw usage("--export writes a snapshot, so it does not go with --live", "Take one out");
    }
    if (export != null && ExportFormat.of(export).isEmpty()) {
      throw usage(
          "The ending of " + export + " is of no format for rows",
          "Name a file that ends in .csv, .json or .jsonl");
    }
  }

  private static MillraceException usage(String message, String remedy) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message).remedy(remedy));
  }
}
