package dev.millrace.cli.command;

import dev.millrace.cli.options.Surroundings;
import dev.millrace.cli.output.Console;
import dev.millrace.engine.Engine;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.recover.Recovery;
import dev.millrace.engine.recover.Trouble;
import dev.millrace.engine.recover.WayOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Leads out when a job does not run. */
@Command(
    name = "recover",
    description =
        "Say of each job that does not run as it should what went wrong, and which ways out there"
            + " are with what each keeps and loses; at a terminal ask for one and take it."
            + " Exits with 1 while a job is in trouble.",
    mixinStandardHelpOptions = true)
final class RecoverCommand extends EngineCommand {
  @Parameters(
      index = "0",
      paramLabel = "MODEL",
      arity = "0..1",
      description = "One model; without it, all jobs in trouble.")
  private String model = "";

  @Option(
      names = "--way",
      paramLabel = "WAY",
      description = "Take this way out, as the list names it, or `recommended`.")
  private @Nullable String wanted;

  @Option(
      names = "--dead-letter",
      paramLabel = "TOPIC",
      description =
          "With the way `skip`: copy the records that are left out into this topic first, which is"
              + " made when it is not there.")
  private @Nullable String deadLetter;

  @Option(
      names = {"-y", "--yes"},
      description = "Do not ask before state is given up.")
  private boolean yes;

  RecoverCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  int run(Engine engine, Console console) {
    DeployProgress progress = new DeployProgress(console, engine.project());
    engine.startLocal(console::progress, progress);
    List<String> deployed =
        engine.ledger().deployments().stream().flatMap(StateCommand::names).toList();
    Set<String> models = model.isEmpty() ? Set.of() : Set.of(StateCommand.named(model, deployed));
    Recovery recovery = engine.recovery();
    List<Trouble> troubles = recovery.troubles(models);
    Instant now = Instant.now();
    if (troubles.isEmpty()) {
      console.text(
          model.isEmpty()
              ? "No job is in trouble."
              : "The job of " + DeployProgress.name(model) + " is not in trouble.");
    }
    List<DeployReport> reports = new ArrayList<>();
    boolean left = false;
    for (Trouble trouble : troubles) {
      RecoverText.of(trouble, now).forEach(console::text);
      Optional<WayOut> way = chosen(trouble, console);
      if (way.isEmpty() || !permitted(trouble, way.get(), console)) {
        left = true;
        continue;
      }
      if (deadLetter != null && way.get().kind() != WayOut.Kind.SKIP) {
        throw usage(
            "`--dead-letter` goes with the way `skip`, and `"
                + way.get().kind().written()
                + "` leaves no record out");
      }
      if (way.get().start().isEmpty() && way.get().kind() != WayOut.Kind.RESUME) {
        console.progress(way.get().does());
        continue;
      }
      DeployReport report =
          recovery.take(trouble, way.get(), Optional.ofNullable(deadLetter), progress);
      reports.add(report);
      console.progress(report.totals());
      if (report.succeeded() && way.get().kind() != WayOut.Kind.RESUME) {
        console.progress(
            "To take it back: `millrace rollback --select "
                + trouble.name()
                + " --to SAVEPOINT`, with one of `millrace savepoints list`");
      }
    }
    console.json(json(troubles, reports));
    return left || reports.stream().anyMatch(report -> !report.succeeded()) ? 1 : 0;
  }

  private Optional<WayOut> chosen(Trouble trouble, Console console) {
    if (wanted != null) {
      return Optional.of(named(trouble, wanted));
    }
    Optional<Surroundings.Asking> asking = surroundings().asking();
    if (asking.isEmpty() || console.isJson()) {
      console.text(
          "Take one with `millrace recover " + trouble.name() + " --way WAY`; nothing is touched.");
      return Optional.empty();
    }
    String answer =
        asking
            .get()
            .ask("Which way for " + trouble.name() + "? A number or a name, nothing for none: ")
            .orElse("")
            .strip();
    if (answer.isEmpty()) {
      console.progress("Nothing has been touched");
      return Optional.empty();
    }
    if (answer.matches("\\d{1,2}")) {
      int number = Integer.parseInt(answer);
      if (number >= 1 && number <= trouble.ways().size()) {
        return Optional.of(trouble.ways().get(number - 1));
      }
    }
    return Optional.of(named(trouble, answer));
  }

  private static WayOut named(Trouble trouble, String name) {
    Optional<WayOut> way =
        name.equals("recommended")
            ? trouble.recommended()
            : WayOut.Kind.named(name).flatMap(trouble::way);
    return way.orElseThrow(
        () ->
            usage(
                "For "
                    + trouble.name()
                    + " there is no way `"
                    + name
                    + "`: there are "
                    + String.join(
                        ", ",
                        trouble.ways().stream().map(each -> each.kind().written()).toList())));
  }

  /** Giving state up wants more than a key pressed by mistake: the name is typed. */
  private boolean permitted(Trouble trouble, WayOut way, Console console) {
    if (!way.isGrave() || yes) {
      return true;
    }
    Optional<Surroundings.Asking> asking = surroundings().asking();
    if (asking.isEmpty() || console.isJson()) {
      throw usage(
          "The way `"
              + way.kind().written()
              + "` gives state up: say --yes to take it, nothing has been touched");
    }
    String answer =
        asking
            .get()
            .ask(
                "This gives up "
                    + way.loses().orElse("state")
                    + ". Type `"
                    + trouble.name()
                    + "` to go on: ")
            .orElse("");
    if (answer.strip().equals(trouble.name())) {
      return true;
    }
    console.progress("Nothing has been touched");
    return false;
  }

  private static Map<String, Object> json(List<Trouble> troubles, List<DeployReport> reports) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("troubles", troubles.stream().map(RecoverText::json).toList());
    if (!reports.isEmpty()) {
      json.put("models", DeployAnswer.of(reports).models());
    }
    return json;
  }

  private static MillraceException usage(String message) {
    return new MillraceException(Problem.error(ProblemCode.USAGE, message));
  }
}
