package dev.millrace.benchmark;

import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.language.DocumentReport;
import dev.millrace.engine.language.DocumentReport.Stage;
import dev.millrace.engine.language.LanguageService;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.project.Node;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * From an edit to what the parsers and the planner say of it, in the sample and in a project of 500
 * models, with a warm planner. Arguments: the installation, and a folder for its data.
 */
public final class EditToDiagnostics {
  private static final double PROMISED_PARSE = 5;
  private static final double PROMISED_CHECK = 150;
  private static final int ROUNDS = 10;
  private static final int SLOWEST = 4;

  private final LanguageService service;
  private final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();

  private record Arrival(DocumentReport report, long nanos) {}

  private EditToDiagnostics(LanguageService service) {
    this.service = service;
  }

  /** See the class. */
  public static void main(String[] arguments) throws Exception {
    Path installation = Path.of(arguments[0]).toAbsolutePath();
    Path data = Files.createDirectories(Path.of(arguments[1]).toAbsolutePath());
    measure("samples/shop", installation.resolve("samples/shop"), installation, data, 20);
    Path generated = data.resolve("generated-project");
    GeneratedProject.write(generated, 500);
    measure("500 models", generated, installation, data, 40);
  }

  private static void measure(String what, Path folder, Path installation, Path data, int documents)
      throws Exception {
    EngineRequest request =
        new EngineRequest(
            LoadRequest.of(folder),
            installation,
            DataFolders.of(Map.of(DataFolders.VARIABLE, data.toString())),
            OptionalInt.empty(),
            Optional.of(data.resolve("target")),
            "benchmark");
    try (Engine engine = Engine.open(request, Telemetry.fromEnvironment(Map.of()))) {
      try {
        new EditToDiagnostics(engine.language()).run(what, engine, documents);
      } finally {
        engine.connector().localCluster().ifPresent(LocalCluster::stop);
      }
    }
  }

  private void run(String what, Engine engine, int documents) throws Exception {
    service.listen(report -> arrivals.add(new Arrival(report, System.nanoTime())));
    List<Node> models =
        engine.project().nodes().values().stream()
            .filter(node -> node.resourceType() == ResourceType.MODEL)
            .filter(node -> node.rawCode().contains("SELECT"))
            .toList();
    int step = Math.max(1, models.size() / documents);
    List<Node> edited =
        java.util.stream.IntStream.range(0, models.size())
            .filter(index -> index % step == index / 10 % step)
            .mapToObj(models::get)
            .limit(documents)
            .toList();
    long cold = System.nanoTime();
    edit(edited.getFirst(), edited.getFirst().rawCode());
    print(
        what
            + ": first answer of the planner after "
            + (System.nanoTime() - cold) / 1_000_000
            + " ms");
    for (int warming = 0; warming < 3; warming++) {
      for (Node node : edited) {
        edit(node, wrong(node, -1 - warming));
        edit(node, right(node, -1 - warming));
      }
    }
    int edits = edited.size() * ROUNDS;
    long[] parsed = new long[edits * 2];
    long[] found = new long[edits];
    long[] sound = new long[edits];
    Map<String, Integer> misjudged = new TreeMap<>();
    for (int round = 0; round < ROUNDS; round++) {
      for (int index = 0; index < edited.size(); index++) {
        int at = round * edited.size() + index;
        Answer fault = edit(edited.get(index), wrong(edited.get(index), round));
        Answer mended = edit(edited.get(index), right(edited.get(index), round));
        parsed[at * 2] = fault.parsed();
        parsed[at * 2 + 1] = mended.parsed();
        found[at] = fault.checked();
        sound[at] = mended.checked();
        if (fault.diagnostics() == 0 || mended.diagnostics() > 0) {
          misjudged.merge(edited.get(index).path(), 1, Integer::sum);
        }
      }
    }
    print(new Percentiles(parsed).line(what + ": edit to parse errors", PROMISED_PARSE));
    print(new Percentiles(found).line(what + ": edit to planner error", PROMISED_CHECK));
    print(new Percentiles(sound).line(what + ": edit to all is right", PROMISED_CHECK));
    print(what + ": slowest models (median): " + slowest(edited, found));
    int wrong = misjudged.values().stream().mapToInt(Integer::intValue).sum();
    print(what + ": misjudged edits: " + wrong + " of " + edits + " " + misjudged);
  }

  /** The models whose edits take longest, with their medians in milliseconds. */
  private static String slowest(List<Node> edited, long[] nanos) {
    Map<String, Long> medians = new HashMap<>();
    for (int index = 0; index < edited.size(); index++) {
      long[] own = new long[nanos.length / edited.size()];
      for (int round = 0; round < own.length; round++) {
        own[round] = nanos[round * edited.size() + index];
      }
      Arrays.sort(own);
      medians.put(edited.get(index).name(), own[own.length / 2] / 1_000_000);
    }
    return medians.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .limit(SLOWEST)
        .map(entry -> entry.getKey() + " " + entry.getValue() + " ms")
        .collect(Collectors.joining(", "));
  }

  // The figures are what this program is for.
  @SuppressWarnings("SystemOut")
  private static void print(String line) {
    System.out.println(line);
  }

  private static String wrong(Node node, int number) {
    return inserted(node, " /* edit " + number + " */ no_such_column AS wrong_one,");
  }

  private static String right(Node node, int number) {
    return inserted(node, " /* edit " + number + " */");
  }

  private static String inserted(Node node, String text) {
    int at = node.rawCode().indexOf("SELECT") + "SELECT".length();
    return node.rawCode().substring(0, at) + text + node.rawCode().substring(at);
  }

  /**
   * What came of an edit.
   *
   * @param parsed nanoseconds to the parsers' answer
   * @param checked nanoseconds to the planner's
   */
  private record Answer(long parsed, long checked, int diagnostics) {}

  private Answer edit(Node node, String text) throws IOException, InterruptedException {
    long start = System.nanoTime();
    long version = service.replace(node.path(), text);
    long parsed = 0;
    long end = start + Duration.ofMinutes(2).toNanos();
    while (System.nanoTime() < end) {
      Arrival arrival = arrivals.poll(1, TimeUnit.SECONDS);
      if (arrival == null || arrival.report().version() != version) {
        continue;
      }
      if (arrival.report().stage() == Stage.PARSED) {
        parsed = arrival.nanos() - start;
      } else {
        arrival
            .report()
            .plannerFault()
            .ifPresent(
                fault -> {
                  throw new IllegalStateException(fault.describe());
                });
        return new Answer(parsed, arrival.nanos() - start, arrival.report().diagnostics().size());
      }
    }
    throw new IOException("no answer about " + node.path());
  }
}
