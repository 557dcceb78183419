package dev.millrace.cli.output;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import java.io.PrintStream;
import java.time.Clock;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The two streams of a command.
 *
 * <p>Standard output carries the answer alone. Progress and problems go to standard output as dbt's
 * time-stamped lines in text form, and to standard error in JSON form, so that a script can parse
 * standard output whole.
 */
public final class Console {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private final PrintStream out;
  private final PrintStream err;
  private final OutputFormat format;
  private final boolean quiet;
  private final Clock clock;
  private final ObjectMapper json;
  private final EventLog log;
  private final WarningRules rules;
  private int warningsAsErrors;

  /**
   * @param quiet whether progress is left out
   * @param log what else becomes of what is shown
   * @param rules what becomes of warnings
   */
  public Console(
      PrintStream out,
      PrintStream err,
      OutputFormat format,
      boolean quiet,
      Clock clock,
      ObjectMapper json,
      EventLog log,
      WarningRules rules) {
    this.out = requireNonNull(out, "out");
    this.err = requireNonNull(err, "err");
    this.format = requireNonNull(format, "format");
    this.quiet = quiet;
    this.clock = requireNonNull(clock, "clock");
    this.json = requireNonNull(json, "json");
    this.log = requireNonNull(log, "log");
    this.rules = requireNonNull(rules, "rules");
  }

  public OutputFormat format() {
    return format;
  }

  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /** A line of progress, with the time. */
  public synchronized void progress(String text) {
    progress(text, LogEvent.note(text));
  }

  /** The same for what has an event of its own, which is what logs show. */
  public synchronized void progress(String text, LogEvent event) {
    if (log.isJson()) {
      event(event);
      return;
    }
    log.keep(event);
    if (quiet || !LogLevel.INFO.isAtLeast(log.level())) {
      return;
    }
    PrintStream stream = isJson() ? err : out;
    String time = TIME.format(LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS));
    for (String line : text.split("\n", -1)) {
      stream.println(line.isEmpty() ? time : time + "  " + line);
    }
    stream.flush();
  }

  /** What only logs show. */
  public synchronized void event(LogEvent event) {
    log.keep(event);
    boolean wanted = event.level().isAtLeast(quiet ? LogLevel.ERROR : log.level());
    if (log.isJson() && wanted) {
      line(event);
    }
  }

  private void line(LogEvent event) {
    PrintStream stream = isJson() ? err : out;
    stream.println(log.json(event));
    stream.flush();
  }

  /** A part of the answer, in text form; nothing in JSON form. */
  public synchronized void text(String text) {
    text(text, LogEvent.print(text));
  }

  /** The same for what has an event of its own, which is what logs show. */
  public synchronized void text(String text, LogEvent event) {
    if (log.isJson()) {
      if (!isJson()) {
        log.keep(event);
        // An answer is shown also where only errors are wanted.
        line(event);
      }
    } else if (!isJson()) {
      log.keep(event);
      out.println(text);
      out.flush();
    }
  }

  /** The answer, in JSON form, on one line; nothing in text form. */
  public synchronized void json(Object answer) {
    if (isJson()) {
      line(answer);
    }
  }

  /** One JSON document on one line, whatever the form: streams of rows use it. */
  public synchronized void line(Object answer) {
    out.println(written(answer));
    out.flush();
  }

  /** An answer as JSON, on one line. */
  public String written(Object answer) {
    try {
      return json.writeValueAsString(answer);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer could not be written as JSON", e);
    }
  }

  /** Problems, each with its place and remedy, to standard error. */
  public synchronized void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      boolean warning = problem.severity() == Severity.WARNING;
      if (warning && rules.isSilenced(problem)) {
        continue;
      }
      warningsAsErrors += warning && rules.isError(problem) ? 1 : 0;
      LogEvent event = ProblemText.event(problem);
      if (log.isJson()) {
        event(event);
      } else {
        log.keep(event);
        if (!warning || event.level().isAtLeast(log.level())) {
          err.println(ProblemText.of(problem));
        }
      }
    }
    err.flush();
  }

  /** How many warnings there were that the rules take for errors. */
  public synchronized int warningsAsErrors() {
    return warningsAsErrors;
  }

  /** How many of the problems are errors. */
  public static long errors(List<Problem> problems) {
    return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
  }
}
