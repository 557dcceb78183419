package dev.millrace.cli.options;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.EventLog;
import dev.millrace.cli.output.OutputFormat;
import dev.millrace.cli.output.WarningRules;
import java.time.Clock;
import java.time.ZoneId;
import picocli.CommandLine.Option;

/** How a command answers. */
public final class OutputOptions {
  @Option(
      names = "--output",
      defaultValue = "text",
      paramLabel = "text|json",
      description = "Form of the answer: ${COMPLETION-CANDIDATES}.")
  private OutputFormat format = OutputFormat.TEXT;

  @Option(
      names = {"-q", "--quiet"},
      negatable = true,
      fallbackValue = "true",
      description = "Print the answer only, no progress.")
  private boolean quiet;

  /** The console of a command that keeps no log. */
  public Console console(Surroundings surroundings) {
    return console(surroundings, EventLog.plain(), WarningRules.NONE);
  }

  public Console console(Surroundings surroundings, EventLog log, WarningRules rules) {
    return console(surroundings, format, quiet, log, rules);
  }

  public static Console console(
      Surroundings surroundings,
      OutputFormat format,
      boolean quiet,
      EventLog log,
      WarningRules rules) {
    return new Console(
        surroundings.out(),
        surroundings.err(),
        format,
        quiet,
        Clock.system(ZoneId.systemDefault()),
        new ObjectMapper()
            .registerModule(new Jdk8Module())
            .registerModule(new JavaTimeModule())
            .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS),
        log,
        rules);
  }
}
