package dev.millrace.cli.command;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The local cluster; alone it prints help. */
@Command(
    name = "local",
    description = "Start, stop and look at the local cluster.",
    mixinStandardHelpOptions = true)
final class LocalCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return 2;
  }
}
