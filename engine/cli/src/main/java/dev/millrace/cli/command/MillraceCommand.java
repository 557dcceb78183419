package dev.millrace.cli.command;

import dev.millrace.cli.options.DbtOptions;
import dev.millrace.cli.options.FlagDefaults;
import dev.millrace.cli.options.LogOptions;
import dev.millrace.cli.options.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The root of all commands; alone it prints help. */
@Command(
    name = "millrace",
    description = {
      "The workbench for streaming SQL: dbt-style projects as running Flink jobs.",
      ""
    },
    mixinStandardHelpOptions = true,
    versionProvider = MillraceCommand.Version.class,
    sortOptions = false,
    footer = {"", "Exit codes: 0 all right, 1 a node failed, 2 the project or the call is wrong."})
public final class MillraceCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  private MillraceCommand() {}

  /**
   * The command line with all commands, each bound to the surroundings.
   *
   * @param arguments as typed: they say in which project options have their defaults
   */
  public static CommandLine commandLine(Surroundings surroundings, List<String> arguments) {
    CommandLine root = new CommandLine(new MillraceCommand());
    root.addSubcommand(new ParseCommand(surroundings));
    root.addSubcommand(new CompileCommand(surroundings));
    root.addSubcommand(new ListCommand(surroundings));
    root.addSubcommand(new TestCommand(surroundings));
    root.addSubcommand(new BuildCommand(surroundings));
    root.addSubcommand(new SeedCommand(surroundings));
    root.addSubcommand(new PlanCommand(surroundings));
    root.addSubcommand(new ApplyCommand(surroundings));
    root.addSubcommand(new RunCommand(surroundings));
    // Their options go to the command that is run again.
    root.addSubcommand(
        new CommandLine(new RetryCommand(surroundings))
            .addMixin("log", new LogOptions())
            .addMixin("dbt", new DbtOptions()));
    root.addSubcommand(new ResumeCommand(surroundings));
    root.addSubcommand(new RecoverCommand(surroundings));
    root.addSubcommand(new ShowCommand(surroundings));
    root.addSubcommand(
        new CommandLine(new SourceCommand())
            .addSubcommand(new SourceFreshnessCommand(surroundings)));
    root.addSubcommand(
        new CommandLine(new DocsCommand()).addSubcommand(new DocsGenerateCommand(surroundings)));
    root.addSubcommand(new JobsCommand(surroundings));
    root.addSubcommand(new StatusCommand(surroundings));
    root.addSubcommand(new LagCommand(surroundings));
    root.addSubcommand(new StopCommand(surroundings));
    root.addSubcommand(new RollbackCommand(surroundings));
    root.addSubcommand(new AdoptCommand(surroundings));
    root.addSubcommand(new StateCommand(surroundings));
    root.addSubcommand(
        new CommandLine(new SavepointsCommand())
            .addSubcommand(new SavepointsListCommand(surroundings))
            .addSubcommand(new SavepointsTakeCommand(surroundings))
            .addSubcommand(new SavepointsLabelCommand(surroundings))
            .addSubcommand(new SavepointsVerifyCommand(surroundings))
            .addSubcommand(new SavepointsPruneCommand(surroundings)));
    root.addSubcommand(
        new CommandLine(new LedgerCommand())
            .addSubcommand(new LedgerShowCommand(surroundings))
            .addSubcommand(new LedgerUnlockCommand(surroundings))
            .addSubcommand(new LedgerRebuildCommand(surroundings)));
    root.addSubcommand(
        new CommandLine(new LocalCommand())
            .addSubcommand(new LocalStartCommand(surroundings))
            .addSubcommand(new LocalStopCommand(surroundings))
            .addSubcommand(new LocalStatusCommand(surroundings)));
    root.addSubcommand(new DepsCommand(surroundings));
    root.addSubcommand(new CleanCommand(surroundings));
    root.addSubcommand(new DoctorCommand(surroundings));
    root.addSubcommand(new DemoCommand(surroundings));
    root.setDefaultValueProvider(new FlagDefaults(surroundings, arguments));
    // As in dbt, what is said last counts.
    root.setOverwrittenOptionsAllowed(true);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8));
    root.setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8));
    root.setUsageHelpLongOptionsMaxWidth(32);
    root.setUsageHelpWidth(100);
    return root;
  }

  /** The version of the build. */
  static String version() {
    String version = MillraceCommand.class.getPackage().getImplementationVersion();
    return version == null ? "(development)" : version;
  }

  @Override
  public Integer call() {
    if (spec != null) {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
    return 0;
  }

  /** The version of the build. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"millrace " + version()};
    }
  }
}
