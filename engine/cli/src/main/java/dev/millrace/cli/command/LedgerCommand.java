package dev.millrace.cli.command;

import picocli.CommandLine.Command;

/** What is known of the deployments; alone it prints help. */
@Command(
    name = "ledger",
    description = "Look at the ledger of this project and target, make a lost one again.",
    mixinStandardHelpOptions = true)
final class LedgerCommand extends CommandGroup {}
