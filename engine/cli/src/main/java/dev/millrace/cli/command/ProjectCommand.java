package dev.millrace.cli.command;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.options.DbtOptions;
import dev.millrace.cli.options.Invocations;
import dev.millrace.cli.options.LogOptions;
import dev.millrace.cli.options.ProjectOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.EventLog;
import dev.millrace.cli.output.WarningRules;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineArtifacts;
import dev.millrace.engine.artifact.Invocation;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.Severity;
import dev.millrace.engine.telemetry.Telemetry;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command that opens a project, with the options that dbt has for every command. */
abstract class ProjectCommand implements Callable<Integer> {
  private final Surroundings surroundings;

  @Spec private @Nullable CommandSpec spec;
  @Mixin private ProjectOptions projectOptions = new ProjectOptions();
  @Mixin private LogOptions logOptions = new LogOptions();
  @Mixin private DbtOptions dbtOptions = new DbtOptions();

  ProjectCommand(Surroundings surroundings) {
    this.surroundings = requireNonNull(surroundings, "surroundings");
  }

  final Surroundings surroundings() {
    return surroundings;
  }

  final ProjectOptions projectOptions() {
    return projectOptions;
  }

  /** Writes artifacts, unless the caller wants none. */
  final void write(Engine engine, Consumer<EngineArtifacts> work) {
    if (logOptions.writesArtifacts()) {
      work.accept(engine.artifacts());
    }
  }

  @Override
  public final Integer call() {
    Invocation invocation = Invocations.of(requireNonNull(spec, "spec"), surroundings);
    WarningRules rules;
    try {
      rules = logOptions.warningRules();
    } catch (MillraceException e) {
      console(logOptions.log(surroundings, invocation), WarningRules.NONE).problems(e.problems());
      return e.problem().code().exitCode();
    }
    Console console = console(logOptions.log(surroundings, invocation), rules);
    console.event(CommandEvents.version(MillraceCommand.version()));
    console.event(CommandEvents.arguments(invocation));
    int exit = 2;
    try (Telemetry telemetry = Telemetry.fromEnvironment(surroundings.environment())) {
      console.problems(dbtOptions.check());
      beforeOpening();
      try (Engine engine = projectOptions.open(surroundings, telemetry, invocation)) {
        exit = checked(engine, console, rules);
      }
    } catch (MillraceException e) {
      console.problems(e.problems());
      exit = e.problem().code().exitCode();
    } finally {
      console.event(CommandEvents.completed(invocation, exit == 0));
    }
    return exit;
  }

  private int checked(Engine engine, Console console, WarningRules rules) {
    List<Problem> warnings =
        engine.project().problems().stream()
            .filter(problem -> problem.severity() == Severity.WARNING)
            .filter(rules::isError)
            .toList();
    if (!warnings.isEmpty()) {
      // Before anything is touched.
      console.problems(warnings);
      return 2;
    }
    int exit = run(engine, console);
    return exit == 0 && console.warningsAsErrors() > 0 ? 1 : exit;
  }

  /** A last chance to say which project is meant. */
  void beforeOpening() {}

  /** The console this command answers on. */
  abstract Console console(EventLog log, WarningRules rules);

  /**
   * Does the work.
   *
   * @return the exit code
   */
  abstract int run(Engine engine, Console console);
}
