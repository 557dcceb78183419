package dev.millrace.it.state;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Runs every case of a folder; see benchmarks/state/README.md. */
public final class StateRun {
  private static final String USAGE =
      "Usage: benchmarks/state/run DIR [--only NAME] | [DIR] --mutations N [--seed S]; each also"
          + " with --plain";

  /** With Flink alone instead of Millrace. */
  private static final String PLAIN = "--plain";

  /** Cases beside each other: each has three or four jobs. */
  private static final int GROUP = 10;

  /** Most of them have one job. */
  private static final int GROUP_OF_MUTATIONS = 20;

  private StateRun() {}

  /** What is asked for. */
  private record Request(List<StateCase> cases, int group) {}

  /**
   * Says what came of each case on standard error and ends with one line of JSON on standard
   * output. Exit code 0 when no state was called kept that was not, 1 otherwise, 2 when a file is
   * wrong.
   *
   * @param arguments a folder of its own; the folder of cases and {@code --only NAME}, or the
   *     folder of families, {@code --mutations N} and {@code --seed S}
   */
  public static void main(String[] arguments) throws IOException {
    List<String> asked = new ArrayList<>(List.of(arguments).subList(1, arguments.length));
    boolean plain = asked.remove(PLAIN);
    Request request;
    try {
      request = requested(asked);
    } catch (CaseFiles.WrongCaseException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    StateReport report =
        run(
            Path.of(arguments[0]),
            request.cases(),
            request.group(),
            plain ? PlainUpgrades::new : MillraceUpgrades::new);
    System.out.println(report.json());
    // Flink promises nothing, so that nothing can be held against it.
    System.exit(plain || report.count(CaseResult::wrongKept) == 0 ? 0 : 1);
  }

  private static Request requested(List<String> arguments) throws IOException {
    if (arguments.size() % 2 == 0) {
      throw new CaseFiles.WrongCaseException(USAGE);
    }
    Path folder = Path.of(arguments.getFirst());
    Map<String, String> options = new HashMap<>();
    for (int i = 1; i < arguments.size(); i += 2) {
      options.put(arguments.get(i), arguments.get(i + 1));
    }
    if (options.isEmpty()) {
      return new Request(CaseFiles.in(folder), GROUP);
    }
    if (options.keySet().equals(Set.of("--only"))) {
      return new Request(chosen(folder, options.getOrDefault("--only", "")), GROUP);
    }
    if (!options.containsKey("--mutations")
        || !Set.of("--mutations", "--seed").containsAll(options.keySet())) {
      throw new CaseFiles.WrongCaseException(USAGE);
    }
    try {
      return new Request(
          QueryFamily.mutations(
              CaseFiles.families(folder),
              Integer.parseInt(options.getOrDefault("--mutations", "")),
              Long.parseLong(options.getOrDefault("--seed", "1"))),
          GROUP_OF_MUTATIONS);
    } catch (NumberFormatException e) {
      throw new CaseFiles.WrongCaseException(USAGE);
    }
  }

  private static List<StateCase> chosen(Path folder, String pattern) throws IOException {
    Pattern only = Pattern.compile(pattern);
    List<StateCase> chosen =
        CaseFiles.in(folder).stream().filter(each -> only.matcher(each.name()).matches()).toList();
    if (chosen.isEmpty()) {
      throw new CaseFiles.WrongCaseException("There is no case `" + pattern + "`");
    }
    return chosen;
  }

  /** Runs cases in groups on a cluster of their own. */
  static StateReport run(Path folder, List<StateCase> cases) {
    return run(folder, cases, GROUP, MillraceUpgrades::new);
  }

  private static StateReport run(
      Path folder, List<StateCase> cases, int group, Function<Bench, Upgrades> upgrades) {
    List<CaseResult> results = new ArrayList<>();
    long began = System.nanoTime();
    try (Bench bench = Bench.start(folder)) {
      for (int first = 0; first < cases.size(); first += group) {
        List<StateCase> some = cases.subList(first, Math.min(cases.size(), first + group));
        List<CaseResult> found = new CaseGroup(bench, upgrades.apply(bench), some, first).run();
        found.forEach(result -> System.err.println(result.json()));
        results.addAll(found);
        System.err.printf(
            Locale.ROOT,
            "%d of %d cases, %d s%n",
            results.size(),
            cases.size(),
            Duration.ofNanos(System.nanoTime() - began).toSeconds());
      }
    }
    return new StateReport(results);
  }
}
