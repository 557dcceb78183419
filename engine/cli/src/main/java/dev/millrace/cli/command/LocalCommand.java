package dev.millrace.cli.command;

import picocli.CommandLine.Command;

/** The local cluster; alone it prints help. */
@Command(
    name = "local",
    description = "Start, stop and look at the local cluster.",
    mixinStandardHelpOptions = true)
final class LocalCommand extends CommandGroup {}
