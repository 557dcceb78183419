package dev.millrace.cli.command;

import picocli.CommandLine.Command;

/** Groups what asks sources. */
@Command(
    name = "source",
    description = "Ask sources how fresh they are.",
    mixinStandardHelpOptions = true)
final class SourceCommand extends CommandGroup {}
