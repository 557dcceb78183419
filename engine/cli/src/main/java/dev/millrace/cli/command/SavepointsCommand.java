package dev.millrace.cli.command;

import picocli.CommandLine.Command;

/** The savepoints of this project and target; alone it prints help. */
@Command(
    name = "savepoints",
    description = "List, take, name, verify and delete savepoints.",
    mixinStandardHelpOptions = true)
final class SavepointsCommand extends CommandGroup {}
