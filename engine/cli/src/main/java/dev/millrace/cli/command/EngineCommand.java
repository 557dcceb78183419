package dev.millrace.cli.command;

import dev.millrace.cli.options.OutputOptions;
import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.EventLog;
import dev.millrace.cli.output.WarningRules;
import picocli.CommandLine.Mixin;

/** A command that opens the engine on a project and answers as text or as JSON. */
abstract class EngineCommand extends ProjectCommand {
  @Mixin private OutputOptions outputOptions = new OutputOptions();

  EngineCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  final Console console(EventLog log, WarningRules rules) {
    return outputOptions.console(surroundings(), log, rules);
  }
}
