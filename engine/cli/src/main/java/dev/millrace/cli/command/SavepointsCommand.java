package dev.millrace.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The savepoints of this project and target; alone it prints help. */
@Command(
    name = "savepoints",
    description = "List, take, name and delete savepoints.",
    mixinStandardHelpOptions = true)
final class SavepointsCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return 2;
  }
}
