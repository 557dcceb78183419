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

  public Console(
      PrintStream out,
      PrintStream err,
      OutputFormat format,
      boolean quiet,
      Clock clock,
      ObjectMapper json) {
    this.out = requireNonNull(out, "out");
    this.err = requireNonNull(err, "err");
    this.format = requireNonNull(format, "format");
    this.quiet = quiet;
    this.clock = requireNonNull(clock, "clock");
    this.json = requireNonNull(json, "json");
  }

  public OutputFormat format() {
    return format;
  }

  public boolean isJson() {
    return format == OutputFormat.JSON;
  }

  /** A line of progress, with the time. */
  public synchronized void progress(String text) {
    if (quiet) {
      return;
    }
    PrintStream stream = isJson() ? err : out;
    String time = TIME.format(LocalTime.now(clock).truncatedTo(ChronoUnit.SECONDS));
    for (String line : text.split("\n", -1)) {
      stream.println(line.isEmpty() ? time : time + "  " + line);
    }
    stream.flush();
  }

  /** A part of the answer, in text form; nothing in JSON form. */
  public synchronized void text(String text) {
    if (!isJson()) {
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
    try {
      out.println(json.writeValueAsString(answer));
      out.flush();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("an answer could not be written as JSON", e);
    }
  }

  /** Problems, each with its place and remedy, to standard error. */
  public synchronized void problems(List<Problem> problems) {
    for (Problem problem : problems) {
      err.println(ProblemText.of(problem));
    }
    err.flush();
  }

  /** How many of the problems are errors. */
  public static long errors(List<Problem> problems) {
    return problems.stream().filter(problem -> problem.severity() == Severity.ERROR).count();
  }
}
