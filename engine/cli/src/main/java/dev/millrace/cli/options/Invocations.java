package dev.millrace.cli.options;

import dev.millrace.engine.artifact.Invocation;
import java.time.Clock;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** Tells artifacts and logs what was typed. */
public final class Invocations {
  private static final String SECRET_PREFIX = "DBT_ENV_SECRET";
  private static final String HIDDEN = "*****";

  private Invocations() {}

  /**
   * The invocation of a parsed command: {@code args} of {@code run_results.json} holds each option
   * that has a value, by dbt's name of it, and what was typed as {@code invocation_command}.
   */
  public static Invocation of(CommandSpec command, Surroundings surroundings) {
    ParseResult parsed = command.commandLine().getParseResult();
    Map<String, @Nullable Object> arguments = new TreeMap<>();
    for (OptionSpec option : command.options()) {
      Object value = option.getValue();
      if (value != null && !option.hidden() && !option.usageHelp() && !option.versionHelp()) {
        arguments.put(
            option.longestName().replaceFirst("^--", "").replace('-', '_'),
            plain(value, surroundings));
      }
    }
    arguments.put(
        "invocation_command",
        hidden("millrace " + String.join(" ", parsed.originalArgs()), surroundings));
    return Invocation.begin(
        words(command),
        new LinkedHashMap<>(arguments),
        surroundings.environment(),
        Clock.systemUTC().instant());
  }

  /** Names from below the root, such as {@code docs generate} as dbt's {@code generate}. */
  private static String words(CommandSpec command) {
    CommandSpec parent = command.parent();
    return parent != null && parent.name().equals("source") ? "freshness" : command.name();
  }

  private static Object plain(Object value, Surroundings surroundings) {
    return switch (value) {
      case Boolean flag -> flag;
      case Number number -> number;
      case Collection<?> many ->
          many.stream().map(one -> hidden(String.valueOf(one), surroundings)).toList();
      default -> hidden(String.valueOf(value), surroundings);
    };
  }

  /** A secret that the shell has put into an argument stays out of files. */
  static String hidden(String text, Surroundings surroundings) {
    String shown = text;
    for (Map.Entry<String, String> variable : surroundings.environment().entrySet()) {
      if (variable.getKey().startsWith(SECRET_PREFIX) && !variable.getValue().isEmpty()) {
        shown = shown.replace(variable.getValue(), HIDDEN);
      }
    }
    return shown;
  }
}
