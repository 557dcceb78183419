package dev.millrace.cli.demo;

import static java.util.Objects.requireNonNull;

import dev.millrace.cli.output.Console;
import dev.millrace.cli.output.GraphText;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.LocalCluster;
import dev.millrace.engine.connect.Row;
import dev.millrace.engine.deploy.DeployEvent;
import dev.millrace.engine.deploy.DeployOptions;
import dev.millrace.engine.deploy.DeployReport;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.deploy.ModelReport;
import dev.millrace.engine.observe.ModelLag;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import dev.millrace.engine.project.ResourceType;
import dev.millrace.engine.query.LiveQuery;
import dev.millrace.engine.query.ResultWriter;
import dev.millrace.engine.query.Snapshot;
import dev.millrace.engine.query.SnapshotQuery;
import dev.millrace.engine.telemetry.Telemetry;
import dev.millrace.engine.testing.UnitTestListener;
import dev.millrace.engine.testing.UnitTestReport;
import dev.millrace.engine.testing.UnitTestResult;
import dev.millrace.engine.testing.UnitTestWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The whole main job on the sample, phase by phase. */
public final class Demo {
  private static final String TOTALS = "model.shop.customer_totals";
  private static final String ORDERS = "model.shop.orders";
  private static final List<String> WATCHED = List.of("model.shop.paid_orders", TOTALS);
  private static final int PHASES = 9;

  private final Console console;
  private final Consumer<DeployEvent> events;
  private final Function<List<ModelLag>, String> lagTable;
  private final Function<Path, EngineRequest> requests;
  private final Path sample;
  private final DataFolders dataFolders;
  private final boolean keep;
  private final Instant began;
  private int phase;

  /**
   * @param requests how an engine is opened on a project folder
   * @param sample the bundled sample
   * @param keep whether to leave everything running
   * @param began when the command started
   */
  public Demo(
      Console console,
      Consumer<DeployEvent> events,
      Function<List<ModelLag>, String> lagTable,
      Function<Path, EngineRequest> requests,
      Path sample,
      DataFolders dataFolders,
      boolean keep,
      Instant began) {
    this.console = requireNonNull(console, "console");
    this.events = requireNonNull(events, "events");
    this.lagTable = requireNonNull(lagTable, "lagTable");
    this.requests = requireNonNull(requests, "requests");
    this.sample = requireNonNull(sample, "sample");
    this.dataFolders = requireNonNull(dataFolders, "dataFolders");
    this.keep = keep;
    this.began = requireNonNull(began, "began");
  }

  /**
   * Runs all phases.
   *
   * @return dbt's exit code: 0 when every proof held
   */
  public int run() {
    Path folder = dataFolders.root().resolve("demo").resolve("shop");
    clearLastOne(folder);
    SampleCopy copy = SampleCopy.make(sample, folder);
    Telemetry telemetry = Telemetry.fromEnvironment(System.getenv());
    boolean finished = false;
    try (telemetry) {
      DemoAnswer answer = phases(copy, telemetry);
      finished = true;
      console.json(answer);
      boolean proved =
          answer.upgrade().restoredFromSavepoint()
              && answer.upgrade().totalsEqualUninterrupted()
              && answer.unitTestsPassed() > 0
              && answer.jobsRunning() > 0
              && (keep || answer.allStopped());
      return proved ? 0 : 1;
    } finally {
      if (!finished && !keep) {
        stop(folder);
      }
    }
  }

  private DemoAnswer phases(SampleCopy copy, Telemetry telemetry) {
    EngineRequest request = requests.apply(copy.folder());
    long running;
    long testsPassed;
    double firstRow;
    Map<String, @Nullable Long> lag;
    try (Engine engine = Engine.open(request, telemetry)) {
      phase("Starting Flink and Kafka on this machine");
      engine.startLocal(console::progress, events);

      phase("Reading and checking the project " + copy.folder());
      engine.sound();
      console.text("\n" + GraphText.of(engine.project()) + "\n");

      phase("Running its unit tests");
      testsPassed = test(engine);

      phase("Deploying every model in the order of the graph");
      Plan plan = engine.plan(PlanOptions.ALL);
      console.text(PlanText.of(plan));
      apply(engine, plan);
      running = runningJobs(engine.statuses());

      phase("Watching rows as they change");
      firstRow = watch(engine);

      phase("Reading watermark lag from OpenTelemetry");
      lag = lag(engine);
    }

    phase("Changing a running model: customer_totals gets the column average_order");
    copy.changeModel();
    DemoAnswer.Upgrade upgrade;
    try (Engine engine = Engine.open(request, telemetry)) {
      Plan change = engine.plan(PlanOptions.ALL);
      console.text(PlanText.of(change));
      DeployReport report = apply(engine, change);

      phase("Proving that the totals went on from where they were");
      upgrade = prove(engine, report);
    }

    boolean stopped = false;
    int models;
    try (Engine engine = Engine.open(request, telemetry)) {
      models =
          (int)
              engine.project().nodes().values().stream()
                  .filter(node -> node.resourceType() == ResourceType.MODEL)
                  .count();
    }
    if (keep) {
      phase("Leaving everything running; the project is " + copy.folder());
    } else {
      phase("Stopping everything");
      stopped = stop(copy.folder());
    }
    return new DemoAnswer(
        models, running, testsPassed, firstRow, lag, upgrade, stopped, sinceBegin());
  }

  private void phase(String title) {
    phase++;
    console.progress("");
    console.progress("[%d/%d] %s (%.1f s)".formatted(phase, PHASES, title, sinceBegin()));
  }

  private double sinceBegin() {
    return Duration.between(began, Instant.now()).toMillis() / 1000.0;
  }

  private long test(Engine engine) {
    Set<String> models = engine.select(List.of(), List.of()).uniqueIds();
    UnitTestReport report = engine.test(models, new TestProgress(console));
    if (report.exitCode() != 0) {
      console.text(UnitTestWriter.failures(report, 100));
      throw failed("The sample's unit tests did not pass");
    }
    console.progress(UnitTestWriter.summary(report));
    return report.count(UnitTestResult.Status.PASS);
  }

  private DeployReport apply(Engine engine, Plan plan) {
    DeployReport report =
        engine.deployer().apply(plan, new DeployOptions(false, engine.threads()), events);
    if (!report.succeeded()) {
      throw failed("Not every model could be deployed");
    }
    return report;
  }

  private static long runningJobs(List<DeploymentStatus> statuses) {
    return statuses.stream()
        .filter(status -> status.observed().filter(job -> job.allTasksRunning()).isPresent())
        .count();
  }

  private double watch(Engine engine) {
    double first = -1;
    for (String model : WATCHED) {
      try (LiveQuery query = engine.live(model, LiveQuery.Settings.DEFAULT)) {
        int shown = 0;
        Instant until = Instant.now().plusSeconds(30);
        while (shown < 4 && Instant.now().isBefore(until)) {
          for (Row row : query.next(Duration.ofMillis(200)).rows()) {
            if (first < 0) {
              first = sinceBegin();
            }
            if (shown++ < 4) {
              console.progress(
                  "  %s %s %s"
                      .formatted(
                          model.substring(model.lastIndexOf('.') + 1),
                          row.kind().sign(),
                          ResultWriter.json(query.columns(), row.values())));
            }
          }
        }
        if (shown == 0) {
          throw failed("No row of " + model + " came within 30 seconds");
        }
      }
    }
    return Math.round(first * 10) / 10.0;
  }

  private Map<String, @Nullable Long> lag(Engine engine) {
    List<ModelLag> lags = LagReading.whenMeasured(engine, Duration.ofSeconds(20));
    console.text(lagTable.apply(lags));
    lags.stream()
        .max(LagReading.BY_LAG)
        .ifPresent(worst -> console.progress("Furthest behind: " + worst.explanation()));
    Map<String, @Nullable Long> byModel = new LinkedHashMap<>();
    lags.forEach(
        model ->
            byModel.put(
                model.model().substring(model.model().lastIndexOf('.') + 1),
                LagReading.millis(model.lag())));
    return byModel;
  }

  private DemoAnswer.Upgrade prove(Engine engine, DeployReport report) {
    ModelReport model =
        report.models().stream()
            .filter(candidate -> candidate.model().equals(TOTALS))
            .findFirst()
            .orElseThrow(() -> failed("The changed model was not part of the plan"));
    JobId job = model.job().orElseThrow(() -> failed("The upgraded model has no job"));
    long records = recordsRead(engine, job);
    TotalsProof proof = TotalsProof.compare(all(engine, TOTALS), all(engine, ORDERS));
    boolean restored =
        model.savepoint().isPresent() && model.restoredFrom().equals(model.savepoint());
    console.progress(
        "The job went on from %s and has read %d orders since; its totals count %d."
            .formatted(model.restoredFrom().orElse("nothing"), records, proof.orders()));
    proof.differences().stream().limit(5).forEach(console::progress);
    console.progress(
        proof.equal()
            ? "Totals of %d customers equal an uninterrupted computation over the log of orders."
                .formatted(proof.customers())
            : "Totals do NOT equal an uninterrupted computation.");
    model
        .downtime()
        .ifPresent(
            pause ->
                console.progress(
                    String.format(Locale.ROOT, "Pause: %.1f s.", pause.toMillis() / 1000.0)));
    return new DemoAnswer.Upgrade(
        "customer_totals",
        model.savepoint().orElse(null),
        restored,
        records,
        proof.equal(),
        model.downtime().map(Duration::toMillis).orElse(null));
  }

  /** Waits until the new job has read something, so that the comparison is about both jobs. */
  private static long recordsRead(Engine engine, JobId job) {
    Instant until = Instant.now().plusSeconds(20);
    long records = 0;
    while (records < 20 && Instant.now().isBefore(until)) {
      records = engine.connector().jobs().recordsRead(job).orElse(0);
      LagReading.pause(Duration.ofMillis(250));
    }
    return records;
  }

  private static Snapshot all(Engine engine, String model) {
    Snapshot snapshot =
        engine.snapshot(
            model,
            new SnapshotQuery.Settings(
                OptionalInt.empty(), Duration.ofSeconds(60), 1_000, 1_000_000));
    if (snapshot.ending() != Snapshot.Ending.COMPLETE) {
      throw failed("Reading " + model + " did not come to its end");
    }
    return snapshot;
  }

  private void clearLastOne(Path folder) {
    if (!java.nio.file.Files.isDirectory(folder)) {
      return;
    }
    stop(folder);
    try {
      SampleCopy.delete(dataFolders.project(projectKey(folder)));
    } catch (IOException e) {
      throw new MillraceException(
          Problem.error(
              ProblemCode.RESOURCE_EXHAUSTED,
              "Cannot clear the last demonstration (" + e.getMessage() + ")"),
          e);
    }
  }

  private String projectKey(Path folder) {
    try (Engine engine = Engine.open(requests.apply(folder), Telemetry.off())) {
      return engine.project().target().spec().projectKey();
    }
  }

  /** Stops the local cluster of the demonstration and says whether no process of it is left. */
  private boolean stop(Path folder) {
    try (Engine engine = Engine.open(requests.apply(folder), Telemetry.off())) {
      Optional<LocalCluster> local = engine.connector().localCluster();
      if (local.isEmpty()) {
        return false;
      }
      LocalCluster.Status before = local.get().status();
      local.get().stop();
      return gone(before.sidecar()) && gone(before.broker());
    }
  }

  private static boolean gone(Optional<LocalCluster.Member> member) {
    return member
        .flatMap(process -> ProcessHandle.of(process.pid()))
        .filter(ProcessHandle::isAlive)
        .isEmpty();
  }

  private static MillraceException failed(String message) {
    return new MillraceException(Problem.error(ProblemCode.GATE_FAILED, message));
  }

  /** Unit tests as lines. */
  private record TestProgress(Console console) implements UnitTestListener {
    @Override
    public void started(int number, int total, dev.millrace.engine.project.UnitTest test) {}

    @Override
    public void finished(int number, int total, UnitTestResult result) {
      console.progress(UnitTestWriter.finished(number, total, result));
    }
  }
}
