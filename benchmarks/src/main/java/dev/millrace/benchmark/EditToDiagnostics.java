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
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * From an edit to what the parsers and the planner say of it, in the sample and in a project of 500
 * models, with a warm planner. Arguments: the installation, and a folder for its data.
 */
public final class EditToDiagnostics {
  private static final double PROMISED_PARSE = 5;
  private static final double PROMISED_CHECK = 150;
  private static final int ROUNDS = 10;

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
    try (AutoCloseable listening =
        service.listen(report -> arrivals.add(new Arrival(report, System.nanoTime())))) {
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
      System.out.printf(
          "%s: first answer of the planner after %.1f s%n", what, (System.nanoTime() - cold) / 1e9);
      for (Node node : edited) {
        for (int i = 0; i < 3; i++) {
          edit(node, variant(node, -1 - i));
        }
      }
      long[] parsed = new long[edited.size() * ROUNDS];
      long[] checked = new long[edited.size() * ROUNDS];
      int at = 0;
      int wrong = 0;
      for (int round = 0; round < ROUNDS; round++) {
        for (Node node : edited) {
          long[] took = edit(node, variant(node, round));
          parsed[at] = took[0];
          checked[at++] = took[1];
          wrong += took[2] > 0 ? 1 : 0;
        }
      }
      System.out.println(
          new Percentiles(parsed).line(what + ": edit to parse errors", PROMISED_PARSE));
      System.out.println(
          new Percentiles(checked).line(what + ": edit to planner diagnostics", PROMISED_CHECK));
      System.out.printf("%s: %d of %d edits were wrong SQL, as meant%n", what, wrong, at);
    }
  }

  /** A text that has not been seen: half of them name a column that does not exist. */
  private static String variant(Node node, int number) {
    String mark = "/* edit " + number + " */";
    int at = node.rawCode().indexOf("SELECT") + "SELECT".length();
    String inserted =
        number % 2 == 0
            ? " " + mark
            : " " + mark + " no_such_column_" + Math.abs(number) + " AS wrong,";
    return node.rawCode().substring(0, at) + inserted + node.rawCode().substring(at);
  }

  /** Nanoseconds to the parsers' and to the planner's answer, and the number of diagnostics. */
  private long[] edit(Node node, String text) throws IOException, InterruptedException {
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
        return new long[] {parsed, arrival.nanos() - start, arrival.report().diagnostics().size()};
      }
    }
    throw new IOException("no answer about " + node.path());
  }
}
