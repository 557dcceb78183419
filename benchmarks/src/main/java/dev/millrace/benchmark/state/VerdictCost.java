package dev.millrace.benchmark.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.engine.DataFolders;
import dev.millrace.engine.Engine;
import dev.millrace.engine.EngineRequest;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.project.LoadRequest;
import dev.millrace.engine.telemetry.Telemetry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/**
 * How long it takes to say what becomes of the state of a job of twenty aggregates, the cluster's
 * planner warm: of a plan that was not seen before, which is run dry, and of the same plan again;
 * and how long the metadata of a checkpoint takes alone. Arguments: the installation and a folder
 * for data.
 */
public final class VerdictCost {
  private static final int AGGREGATES = 20;
  private static final int ROUNDS = 5;
  private static final ObjectMapper JSON = new ObjectMapper();

  private VerdictCost() {}

  /** See the class. */
  @SuppressWarnings("SystemOut") // The figures are what this program is for.
  public static void main(String[] arguments) throws Exception {
    Path home = Path.of(arguments[0]).toAbsolutePath().normalize();
    // The installation lies where the build of a checkout puts it.
    Path command = home.resolve("../../../../millrace").normalize();
    Commands user = new Commands(command, Path.of(arguments[1]).toAbsolutePath());
    write(user, "v");
    try {
      user.run("run");
      Map<String, Object> line = new LinkedHashMap<>();
      for (int round = 1; round <= ROUNDS; round++) {
        write(user, "v + " + round);
        try (Engine engine = engine(user, home)) {
          awaitCheckpoint(engine);
          line.put("new_plan_s_" + round, seconds(() -> plan(engine)));
          line.put("same_plan_s_" + round, seconds(() -> plan(engine)));
          line.put("metadata_s_" + round, seconds(() -> read(engine)));
        }
      }
      System.out.println(JSON.writeValueAsString(line));
    } finally {
      user.run("local", "stop");
    }
  }

  private static void write(Commands user, String value) throws IOException {
    StringJoiner branches = new StringJoiner("\nUNION ALL ");
    for (int i = 0; i < AGGREGATES; i++) {
      branches.add(
          "SELECT %d AS branch, k, SUM(%s + %d) AS total FROM {{ ref('numbers') }} GROUP BY k"
              .formatted(i, value, i));
    }
    user.file("dbt_project.yml", "name: verdicts\n");
    user.file(
        "models/numbers.sql",
        """
        {{ config(materialized='streaming_source', connector='datagen', with={
          'rows-per-second': '10', 'fields.k.min': '1', 'fields.k.max': '100' }) }}
        k BIGINT, v BIGINT
        """);
    user.file(
        "models/totals.sql",
        "{{ config(materialized='streaming_table', connector='blackhole',"
            + " primary_key=['branch', 'k']) }}\n"
            + branches
            + "\n");
  }

  private static Engine engine(Commands user, Path home) {
    Map<String, String> environment = Map.of(DataFolders.VARIABLE, user.data().toString());
    return Engine.open(
        new EngineRequest(
            new LoadRequest(
                user.project(),
                user.data(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Map.of(),
                environment),
            home,
            DataFolders.of(environment),
            OptionalInt.empty(),
            Optional.empty(),
            "benchmark"),
        Telemetry.fromEnvironment(Map.of()));
  }

  private static void plan(Engine engine) {
    Plan plan = engine.plan(PlanOptions.ALL);
    if (plan.models().stream().mapToInt(VerdictCost::verdicts).sum() < AGGREGATES) {
      throw new IllegalStateException("the plan says nothing of its operators");
    }
  }

  private static int verdicts(PlannedModel model) {
    return model.operators().size();
  }

  private static void read(Engine engine) {
    engine.connector().state().read(newest(engine).orElseThrow().path());
  }

  private static Optional<CheckpointReport.Snapshot> newest(Engine engine) {
    Deployment deployment = engine.ledger().deployments().getFirst();
    return deployment
        .attempt()
        .map(attempt -> engine.ledger().attempt(deployment.key(), attempt).job())
        .flatMap(engine.connector().jobs()::checkpoints)
        .flatMap(CheckpointReport::latestCompleted);
  }

  private static void awaitCheckpoint(Engine engine) throws InterruptedException {
    Instant end = Instant.now().plus(Duration.ofMinutes(1));
    while (newest(engine).isEmpty()) {
      if (Instant.now().isAfter(end)) {
        throw new IllegalStateException("the job takes no checkpoint");
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }

  private static double seconds(Runnable work) {
    long began = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
  }
}
