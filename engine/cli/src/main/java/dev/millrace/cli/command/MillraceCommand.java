package dev.millrace.cli.command;

import dev.millrace.cli.options.DbtOptions;
import dev.millrace.cli.options.FlagDefaults;
import dev.millrace.cli.options.LogOptions;
import dev.millrace.cli.options.Surroundings;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
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
  /** Each by its name, in the order of the help. */
  static final Map<String, Function<Surroundings, CommandLine>> COMMANDS = commands();

  @Spec private @Nullable CommandSpec spec;

  private MillraceCommand() {}

  /**
   * The command line, each command bound to the surroundings.
   *
   * @param arguments as typed: they say in which project options have their defaults, and which
   *     command is meant. Where they begin with it the others are left out, since making them all
   *     takes as long as starting the JVM.
   */
  public static CommandLine commandLine(Surroundings surroundings, List<String> arguments) {
    CommandLine root = new CommandLine(new MillraceCommand());
    Function<Surroundings, CommandLine> meant =
        arguments.isEmpty() ? null : COMMANDS.get(arguments.getFirst());
    for (Function<Surroundings, CommandLine> command :
        meant == null ? COMMANDS.values() : List.of(meant)) {
      root.addSubcommand(command.apply(surroundings));
    }
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

  private static Map<String, Function<Surroundings, CommandLine>> commands() {
    Map<String, Function<Surroundings, CommandLine>> all = new LinkedHashMap<>();
    all.put("parse", surroundings -> new CommandLine(new ParseCommand(surroundings)));
    all.put("compile", surroundings -> new CommandLine(new CompileCommand(surroundings)));
    all.put("ls", surroundings -> new CommandLine(new ListCommand(surroundings)));
    all.put("test", surroundings -> new CommandLine(new TestCommand(surroundings)));
    all.put("build", surroundings -> new CommandLine(new BuildCommand(surroundings)));
    all.put("seed", surroundings -> new CommandLine(new SeedCommand(surroundings)));
    all.put("plan", surroundings -> new CommandLine(new PlanCommand(surroundings)));
    all.put("apply", surroundings -> new CommandLine(new ApplyCommand(surroundings)));
    all.put("run", surroundings -> new CommandLine(new RunCommand(surroundings)));
    all.put(
        "retry",
        // Their options go to the command that is run again.
        surroundings ->
            new CommandLine(new RetryCommand(surroundings))
                .addMixin("log", new LogOptions())
                .addMixin("dbt", new DbtOptions()));
    all.put("resume", surroundings -> new CommandLine(new ResumeCommand(surroundings)));
    all.put("recover", surroundings -> new CommandLine(new RecoverCommand(surroundings)));
    all.put("show", surroundings -> new CommandLine(new ShowCommand(surroundings)));
    all.put(
        "source",
        surroundings ->
            new CommandLine(new SourceCommand())
                .addSubcommand(new SourceFreshnessCommand(surroundings)));
    all.put(
        "docs",
        surroundings ->
            new CommandLine(new DocsCommand())
                .addSubcommand(new DocsGenerateCommand(surroundings)));
    all.put("jobs", surroundings -> new CommandLine(new JobsCommand(surroundings)));
    all.put("status", surroundings -> new CommandLine(new StatusCommand(surroundings)));
    all.put("lag", surroundings -> new CommandLine(new LagCommand(surroundings)));
    all.put("stop", surroundings -> new CommandLine(new StopCommand(surroundings)));
    all.put("rollback", surroundings -> new CommandLine(new RollbackCommand(surroundings)));
    all.put("adopt", surroundings -> new CommandLine(new AdoptCommand(surroundings)));
    all.put("state", surroundings -> new CommandLine(new StateCommand(surroundings)));
    all.put(
        "savepoints",
        surroundings ->
            new CommandLine(new SavepointsCommand())
                .addSubcommand(new SavepointsListCommand(surroundings))
                .addSubcommand(new SavepointsTakeCommand(surroundings))
                .addSubcommand(new SavepointsLabelCommand(surroundings))
                .addSubcommand(new SavepointsVerifyCommand(surroundings))
                .addSubcommand(new SavepointsPruneCommand(surroundings)));
    all.put(
        "ledger",
        surroundings ->
            new CommandLine(new LedgerCommand())
                .addSubcommand(new LedgerShowCommand(surroundings))
                .addSubcommand(new LedgerUnlockCommand(surroundings))
                .addSubcommand(new LedgerRebuildCommand(surroundings)));
    all.put(
        "local",
        surroundings ->
            new CommandLine(new LocalCommand())
                .addSubcommand(new LocalStartCommand(surroundings))
                .addSubcommand(new LocalStopCommand(surroundings))
                .addSubcommand(new LocalStatusCommand(surroundings)));
    all.put("deps", surroundings -> new CommandLine(new DepsCommand(surroundings)));
    all.put("clean", surroundings -> new CommandLine(new CleanCommand(surroundings)));
    all.put("doctor", surroundings -> new CommandLine(new DoctorCommand(surroundings)));
    all.put("demo", surroundings -> new CommandLine(new DemoCommand(surroundings)));
    return Collections.unmodifiableMap(all);
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
