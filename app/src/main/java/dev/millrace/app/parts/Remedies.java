package dev.millrace.app.parts;

import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.problem.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds what a button can do in the engine's ways out, which name a command of the command line in
 * backticks where there is one.
 */
public final class Remedies {
  private static final Pattern COMMAND = Pattern.compile("`millrace ([a-z]+(?: [a-z]+)?)([^`]*)`");

  private Remedies() {}

  /** What can be done for a model that is not as the plan wanted it. */
  public static List<Remedy> of(ModelReport report) {
    List<Remedy> remedies = new ArrayList<>();
    report.waysOut().forEach(sentence -> remedies.add(of(sentence, report.model())));
    switch (report.outcome()) {
      case UNFINISHED -> remedies.addFirst(new Remedy.Resume());
      case ROLLED_BACK, BLOCKED -> {
        boolean planned = remedies.stream().anyMatch(Remedy.PlanAgain.class::isInstance);
        if (!planned) {
          remedies.addFirst(new Remedy.PlanAgain(report.model()));
        }
        report
            .problem()
            .flatMap(Problem::remedy)
            .ifPresent(remedy -> remedies.add(of(remedy, report.model())));
      }
      case UNCHANGED, COMMITTED, SKIPPED -> {}
    }
    return remedies.stream().distinct().toList();
  }

  /** What the remedy of a problem lets a button do. */
  public static Optional<Remedy> of(Problem problem) {
    return problem
        .remedy()
        .map(remedy -> of(remedy, ""))
        .filter(
            known ->
                switch (known) {
                  case Remedy.Resume _, Remedy.StartLocal _ -> true;
                  case Remedy.PlanAgain _, Remedy.StartFresh _, Remedy.Recover _, Remedy.Words _ ->
                      false;
                });
  }

  private static Remedy of(String sentence, String model) {
    Matcher command = COMMAND.matcher(sentence);
    if (!command.find()) {
      return new Remedy.Words(sentence);
    }
    String flags = command.group(2);
    return switch (command.group(1)) {
      case "run", "plan" ->
          flags.contains("--full-refresh")
              ? new Remedy.StartFresh(model)
              : new Remedy.PlanAgain(model);
      case "resume" -> new Remedy.Resume();
      case "local start" -> new Remedy.StartLocal();
      default -> new Remedy.Words(sentence);
    };
  }
}
