package dev.millrace.app.deploy;

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
final class WaysOut {
  private static final Pattern COMMAND = Pattern.compile("`millrace ([a-z]+(?: [a-z]+)?)([^`]*)`");

  private WaysOut() {}

  /** What can be done for a model that is not as the plan wanted it. */
  static List<WayOut> of(ModelReport report) {
    List<WayOut> ways = new ArrayList<>();
    report.waysOut().forEach(sentence -> ways.add(of(sentence, report.model())));
    switch (report.outcome()) {
      case UNFINISHED -> ways.addFirst(new WayOut.Resume());
      case ROLLED_BACK, BLOCKED -> {
        boolean planned = ways.stream().anyMatch(WayOut.PlanAgain.class::isInstance);
        if (!planned) {
          ways.addFirst(new WayOut.PlanAgain(report.model()));
        }
        report
            .problem()
            .flatMap(Problem::remedy)
            .ifPresent(remedy -> ways.add(of(remedy, report.model())));
      }
      case UNCHANGED, COMMITTED, SKIPPED -> {}
    }
    return ways.stream().distinct().toList();
  }

  /** What the remedy of a problem lets a button do. */
  static Optional<WayOut> of(Problem problem) {
    return problem
        .remedy()
        .map(remedy -> of(remedy, ""))
        .filter(
            way ->
                switch (way) {
                  case WayOut.Resume _, WayOut.StartLocal _ -> true;
                  case WayOut.PlanAgain _, WayOut.StartFresh _, WayOut.Words _ -> false;
                });
  }

  private static WayOut of(String sentence, String model) {
    Matcher command = COMMAND.matcher(sentence);
    if (!command.find()) {
      return new WayOut.Words(sentence);
    }
    String flags = command.group(2);
    return switch (command.group(1)) {
      case "run", "plan" ->
          flags.contains("--full-refresh")
              ? new WayOut.StartFresh(model)
              : new WayOut.PlanAgain(model);
      case "resume" -> new WayOut.Resume();
      case "local start" -> new WayOut.StartLocal();
      default -> new WayOut.Words(sentence);
    };
  }
}
