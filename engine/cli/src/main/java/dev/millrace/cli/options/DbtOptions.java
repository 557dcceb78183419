package dev.millrace.cli.options;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Options that scripts around dbt pass and that mean nothing here. Those that change no answer are
 * taken in silence; those that would are refused, since ignoring them would deploy something else
 * than was asked for.
 */
public final class DbtOptions {
  @Option(
      names = {
        "--partial-parse",
        "--version-check",
        "--static-parser",
        "--use-experimental-parser",
        "--use-colors",
        "--use-colors-file",
        "--print",
        "--send-anonymous-usage-stats",
        "--cache-selected-only",
        "--populate-cache",
        "--introspect",
        "--log-cache-events",
        "--use-fast-test-edges",
        "--show-resource-report",
        "--upload-to-artifacts-ingest-api",
        "--partial-parse-file-diff",
        "--inject-ephemeral-ctes"
      },
      negatable = true,
      fallbackValue = "true",
      hidden = true)
  void taken(boolean unused) {}

  @Option(
      names = {"--printer-width", "--log-file-max-bytes", "--record-timing-info", "-r"},
      paramLabel = "VALUE",
      hidden = true)
  void takenValue(String unused) {}

  @Option(
      names = {"--defer", "--favor-state"},
      hidden = true)
  private boolean defer;

  @Option(names = "--empty", hidden = true)
  private boolean empty;

  @Option(
      names = {"--sample", "--event-time-start", "--event-time-end", "--defer-state"},
      hidden = true)
  private @Nullable String part;

  @Option(names = "--store-failures", negatable = true, fallbackValue = "true", hidden = true)
  private boolean storeFailures;

  /**
   * Refuses what would change the meaning of a command.
   *
   * @return warnings of what is left undone
   * @throws MillraceException USAGE
   */
  public List<Problem> check() {
    if (defer) {
      throw refused(
          "--defer is not supported: every target here has tables of its own",
          "Select what the model reads as well, for example `--select +orders`");
    }
    if (empty) {
      throw refused(
          "--empty is not supported: a streaming job without rows cannot be told from one that"
              + " waits",
          "Use `millrace compile --check` to check types, or unit tests to check rows");
    }
    if (part != null) {
      throw refused(
          "--sample and --event-time-start, --event-time-end are not supported: jobs read their"
              + " sources from where their state stands",
          "Leave them out");
    }
    return storeFailures
        ? List.of(
            Problem.warning(
                    ProblemCode.USAGE,
                    "--store-failures has no effect: rows that a test finds are counted, not kept")
                .remedy("Look at them with `millrace show --inline` and the test's compiled text"))
        : List.of();
  }

  private static MillraceException refused(String message, String remedy) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message).remedy(remedy));
  }
}
