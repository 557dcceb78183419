package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.Attempt;
import dev.millrace.engine.ledger.Deployment;
import dev.millrace.engine.ledger.Operation;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.plan.Plan;
import dev.millrace.engine.plan.PlanOptions;
import dev.millrace.engine.state.Choices;
import dev.millrace.engine.state.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The process is ended before and after every call to the outside and in every state; the next one
 * finishes or undoes what it finds.
 */
class KillTest {
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");
  private static final long ROWS = 1000;

  private static final Projects WINDOWS = new Projects().table("totals", "window");

  @TempDir Path folder;

  /** What is under way when the process ends. */
  private enum Scenario {
    CREATE,
    CREATE_FAILS,
    UPGRADE,
    UPGRADE_REFUSED,
    UPGRADE_LOOPS,
    UPGRADE_UNSEEN,
    DRAIN,
    DRAIN_REFUSED,
    RESTART,
    FRESH,
    STOP;

    void prepare(World world) {
      if (this == CREATE) {
        return;
      }
      if (this == CREATE_FAILS) {
        world.cluster.flink.restartsForEver = submission -> true;
        return;
      }
      deploy(world, this == DRAIN || this == DRAIN_REFUSED ? WINDOWS : TOTALS);
      switch (this) {
        case DRAIN_REFUSED ->
            world.cluster.flink.failsAtSubmit =
                submission ->
                    submission instanceof Submission.CompiledPlan plan
                        && plan.plan().contains("PT20S");
        case UPGRADE_REFUSED -> world.cluster.flink.failsAtSubmit = KillTest::isNew;
        case UPGRADE_LOOPS -> world.cluster.flink.restartsForEver = KillTest::isNew;
        case UPGRADE_UNSEEN -> world.cluster.flink.stopForgetsTheTrigger = true;
        case RESTART -> world.cluster.flink.loseEverything();
        case CREATE, CREATE_FAILS, UPGRADE, DRAIN, FRESH, STOP -> {}
      }
    }

    Plan plan(World world) {
      return switch (this) {
        case CREATE, CREATE_FAILS, RESTART -> world.plan(TOTALS);
        case UPGRADE, UPGRADE_REFUSED, UPGRADE_LOOPS, UPGRADE_UNSEEN -> world.plan(HAVING);
        case DRAIN, DRAIN_REFUSED ->
            world.plan(
                new Projects().table("totals", "window-20s"),
                new PlanOptions(
                    Set.of(),
                    false,
                    false,
                    Optional.empty(),
                    new Choices(Map.of(), Map.of("totals", Way.DRAIN))));
        case FRESH -> world.plan(TOTALS, new PlanOptions(Set.of(), true, false, Optional.empty()));
        case STOP ->
            world.plan(
                new Projects().view("other"),
                new PlanOptions(Set.of(), false, true, Optional.empty()));
      };
    }

    boolean startsEmpty() {
      return this == CREATE || this == CREATE_FAILS || this == FRESH;
    }
  }

  @ParameterizedTest
  @EnumSource(Scenario.class)
  void endsCommittedOrRolledBackWhereverItWasCutOff(Scenario scenario) throws IOException {
    World measured = prepared(scenario, 0);
    run(measured, scenario);
    int calls = measured.cluster.crash.calls();
    int states = measured.cluster.crash.states();
    assertThat(calls).isPositive();
    int point = 0;
    for (int number = 1; number <= calls; number++) {
      int call = number;
      cutOff(scenario, ++point, crash -> crash.beforeCall(call));
      cutOff(scenario, ++point, crash -> crash.afterCall(call));
    }
    for (int number = 1; number <= states; number++) {
      int state = number;
      cutOff(scenario, ++point, crash -> crash.inState(state));
    }
  }

  private void cutOff(Scenario scenario, int point, Consumer<CrashPoint> arm) throws IOException {
    World world = prepared(scenario, point);
    arm.accept(world.cluster.crash);
    String where = scenario + " cut off ";
    try {
      run(world, scenario);
    } catch (SimulatedCrash crash) {
      where += crash.getMessage();
    }
    world.reopened().deployer().resume(event -> {});
    check(world, scenario, where);
  }

  private static void check(World world, Scenario scenario, String where) {
    assertThat(world.ledger.operations().unfinished()).as(where).isEmpty();
    for (Deployment deployment : world.ledger.deployments()) {
      List<Operation> operations = world.ledger.operations().of(deployment.key());
      assertThat(operations)
          .as(where)
          .extracting(Operation::state)
          .isSubsetOf(DeployState.COMMITTED.name(), DeployState.ROLLED_BACK.name());
      if (deployment.wanted() == Deployment.Wanted.RUNNING) {
        Attempt attempt =
            world.ledger.attempt(deployment.key(), deployment.attempt().orElseThrow());
        assertThat(world.cluster.flink.running())
            .as(where + ": one job runs, and it is the one the ledger knows")
            .extracting(job -> job.id)
            .containsExactly(attempt.job());
      } else {
        assertThat(world.cluster.flink.running()).as(where + ": no orphan").isEmpty();
      }
    }
    if (!scenario.startsEmpty()) {
      assertThat(world.cluster.flink.running())
          .as(where + ": not started empty")
          .allMatch(job -> job.rows >= ROWS);
    }
    List<String> known =
        world.ledger.deployments().stream()
            .flatMap(deployment -> world.ledger.savepoints(deployment.key()).stream())
            .map(Savepoint::path)
            .map(path -> path.replace("file:///", "file:/"))
            .toList();
    world.cluster.flink.disk.forEach(
        (path, stored) -> {
          if (stored.savepoint() && !path.contains("/_metadata-")) {
            assertThat(known).as(where + ": no savepoint is lost").contains(path);
          }
        });
  }

  private World prepared(Scenario scenario, int point) throws IOException {
    World world = new World(Files.createDirectory(folder.resolve(scenario + "-" + point)));
    scenario.prepare(world);
    world.cluster.crash.reset();
    return world;
  }

  private static void deploy(World world, Projects project) {
    world.run(project);
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    job.rows = ROWS;
    world.cluster.flink.checkpoint(job.id);
  }

  private static void run(World world, Scenario scenario) {
    world.apply(scenario.plan(world));
  }

  private static boolean isNew(Submission submission) {
    return submission instanceof Submission.CompiledPlan plan && plan.plan().contains("n > 3");
  }
}
