package dev.millrace.cli.options;

import dev.millrace.cli.output.EventLog;
import dev.millrace.cli.output.LogFormat;
import dev.millrace.cli.output.LogLevel;
import dev.millrace.cli.output.WarningRules;
import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What a command tells of its work, and where, with dbt's names. */
public final class LogOptions {
  private static final String FILE = "millrace.log";

  @Option(
      names = "--log-format",
      paramLabel = "text|debug|json",
      description = "Form of progress: lines for people, or dbt's events as JSON lines.")
  private LogFormat format = LogFormat.TEXT;

  @Option(
      names = "--log-format-file",
      paramLabel = "text|debug|json",
      description = "Form of the log file.")
  private LogFormat fileFormat = LogFormat.DEBUG;

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description = "Least level of progress: debug, info, warn, error or none.")
  private LogLevel level = LogLevel.INFO;

  @Option(
      names = "--log-level-file",
      paramLabel = "LEVEL",
      description = "Least level in the log file; debug by default.")
  private LogLevel fileLevel = LogLevel.DEBUG;

  @Option(
      names = "--log-path",
      paramLabel = "DIR",
      description = "The folder of a log file, millrace.log; without it there is none.")
  private @Nullable Path folder;

  @Option(
      names = {"-d", "--debug"},
      negatable = true,
      fallbackValue = "true",
      description = "Show everything, as --log-level debug does.")
  private boolean debug;

  @Option(
      names = "--write-json",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Write artifacts into the target folder; --no-write-json leaves them out.")
  private boolean writeJson = true;

  @Option(
      names = "--warn-error",
      negatable = true,
      fallbackValue = "true",
      description = "Take warnings for errors.")
  private boolean warnError;

  @Option(
      names = "--warn-error-options",
      paramLabel = "YAML",
      description =
          "Which warnings are errors: error and warn with lists of names, or error: all; and"
              + " silence.")
  private @Nullable String warnErrorOptions;

  /** The log of an invocation. */
  public EventLog log(Surroundings surroundings, Invocation invocation) {
    return new EventLog(
        new EventLog.Settings(
            format,
            debug ? LogLevel.DEBUG : level,
            Optional.ofNullable(folder)
                .map(path -> surroundings.workingDirectory().resolve(path).resolve(FILE)),
            fileFormat,
            fileLevel,
            EventLog.Settings.FILE_BYTES),
        invocation.id(),
        Clock.systemUTC(),
        line -> Invocations.hidden(line, surroundings));
  }

  public boolean writesArtifacts() {
    return writeJson;
  }

  /**
   * What becomes of warnings.
   *
   * @throws MillraceException USAGE when the options cannot be read, or speak against each other
   */
  public WarningRules warningRules() {
    if (warnErrorOptions == null || warnErrorOptions.isBlank()) {
      return warnError ? WarningRules.ALL : WarningRules.NONE;
    }
    if (warnError) {
      throw new MillraceException(
          Problem.error(
                  ProblemCode.USAGE, "--warn-error and --warn-error-options exclude each other")
              .remedy("Write --warn-error-options '{error: all, warn: [...]}'"));
    }
    return WarnErrorOptions.read(warnErrorOptions);
  }
}
