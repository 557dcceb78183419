package dev.millrace.cli.command;

import picocli.CommandLine.Command;

/** Groups what has to do with documentation. */
@Command(
    name = "docs",
    description = "Write what documentation sites and catalogs read.",
    mixinStandardHelpOptions = true)
final class DocsCommand extends CommandGroup {}
