package dev.millrace.cli;

import dev.millrace.cli.command.MillraceCommand;
import dev.millrace.cli.options.Arguments;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.ProblemText;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import java.io.Console;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Where the headless Millrace starts. */
public final class Main {
  private static final Logger LOG = LoggerFactory.getLogger(Main.class);

  private Main() {}

  /** Runs a command and ends the process with dbt's exit codes. */
  public static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    PrintStream err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
    int exit =
        run(
            new Surroundings(
                out,
                err,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                Path.of(System.getProperty("user.home", ".")),
                Path.of(System.getProperty("millrace.home", ".")).toAbsolutePath(),
                terminal()),
            arguments);
    out.flush();
    err.flush();
    // Threads of HTTP clients would hold the process for a minute.
    System.exit(exit);
  }

  private static Optional<Surroundings.Asking> terminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).map(Main::asking);
  }

  private static Surroundings.Asking asking(Console console) {
    return question -> {
      // The question belongs where progress goes: what is answered may be piped on.
      System.err.print(question);
      System.err.flush();
      return Optional.ofNullable(console.readLine());
    };
  }

  /** Runs a command in the given surroundings; ends nothing. */
  public static int run(Surroundings surroundings, String... arguments) {
    CommandLine commandLine = MillraceCommand.commandLine(surroundings, List.of(arguments));
    commandLine.setExecutionExceptionHandler(
        (failure, command, parsed) -> {
          if (failure instanceof MillraceException known) {
            for (Problem problem : known.problems()) {
              surroundings.err().println(ProblemText.of(problem));
            }
            return known.problem().code().exitCode();
          }
          LOG.error("A command failed in a way nobody foresaw", failure);
          surroundings
              .err()
              .println(
                  "error X001\n  "
                      + failure.getClass().getSimpleName()
                      + (failure.getMessage() == null ? "" : ": " + failure.getMessage())
                      + "\n  This is a fault of Millrace. Run the command again with"
                      + " MILLRACE_DEBUG=1 and report what it prints");
          if (surroundings.environment().containsKey("MILLRACE_DEBUG")) {
            failure.printStackTrace(surroundings.err());
          }
          return 2;
        });
    return commandLine.execute(
        Arguments.ordered(commandLine, List.of(arguments)).toArray(String[]::new));
  }
}
