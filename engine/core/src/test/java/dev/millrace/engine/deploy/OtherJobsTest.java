package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.SavepointFormat;
import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.JobParameters;
import dev.millrace.engine.plan.Action;
import dev.millrace.engine.plan.PlanText;
import dev.millrace.engine.plan.PlannedModel;
import dev.millrace.engine.trust.Bindings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a plan says of jobs that it did not start, and of jobs that cannot go on as they are. */
class OtherJobsTest {
  private static final Projects TOTALS = new Projects().table("totals", "agg");

  @TempDir Path folder;
  private World world;

  @BeforeEach
  void deploy() {
    world = new World(folder);
    world.run(TOTALS);
  }

  private PlannedModel planned(Projects project) {
    return world.plan(project).models().getFirst();
  }

  private JobId started(String name, Map<String, String> parameters) {
    JobId id = JobId.derive(name);
    return world.cluster.flink.submit(
        new Submission.CompiledPlan(id, name, "{}", Map.of(), parameters, Optional.empty()),
        Bindings.NONE);
  }

  @Test
  void aJobOfNobodyThatWritesATableOfThisNameIsTold() {
    JobId job = started("by hand", Map.of());
    world.cluster.flink.written.put(job, List.of("totals"));
    PlannedModel planned = planned(TOTALS);
    assertThat(planned.action()).isEqualTo(Action.UNCHANGED);
    assertThat(planned.notes()).singleElement().asString().contains(job.hex(), "(by hand)");
    assertThat(PlanText.of(world.plan(TOTALS)).replaceAll("\\s+", " "))
        .contains("writes a table of the name totals too");
  }

  @Test
  void aJobOfNobodyThatWritesOtherTablesIsNoMatter() {
    JobId job = started("by hand", Map.of());
    world.cluster.flink.written.put(job, List.of("orders"));
    assertThat(planned(TOTALS).notes()).isEmpty();
  }

  @Test
  void aJobOfAnotherLedgerThatFillsTheSameTopicBlocksWhateverItIsCalled() {
    Map<String, String> parameters =
        new HashMap<>(world.cluster.flink.running().getFirst().parameters);
    parameters.put(JobParameters.LEDGER, "another");
    parameters.put(JobParameters.MODEL, "model.other.sums");
    JobId job = started("other.sums", parameters);
    PlannedModel planned = planned(TOTALS);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons().getFirst()).contains(job.hex(), "another ledger", "PostgreSQL");
  }

  @Test
  void aSecondJobOfTheSameDeploymentBlocks() {
    JobId job = started("twice", Map.copyOf(world.cluster.flink.running().getFirst().parameters));
    PlannedModel planned = planned(new Projects().table("totals", "agg-having"));
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons().getFirst()).contains(job.hex(), "beside the one");
  }

  @Test
  void anotherBackendTakesACanonicalSavepoint() {
    Projects rocksdb = new Projects().table("totals", "agg", Map.of("state_backend", "rocksdb"));
    assertThat(planned(rocksdb).notes()).anyMatch(note -> note.contains("canonical"));
    assertThat(World.only(world.run(rocksdb)).outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(world.cluster.flink.formats).containsExactly(SavepointFormat.CANONICAL);
    world.run(
        new Projects()
            .table("totals", "agg", Map.of("state_backend", "rocksdb", "checkpoint", "30 s")));
    assertThat(world.cluster.flink.formats).endsWith(SavepointFormat.NATIVE);
  }

  /** Stop, edit, run: what a stopped job has left can be read by every backend, if it is little. */
  @Test
  void aJobThatWasStoppedGoesOnInAnotherBackendFromItsCanonicalSavepoint() {
    Projects rocksdb = new Projects().table("totals", "agg", Map.of("state_backend", "rocksdb"));
    ModelReport stopped = World.only(world.deployer().stop(Set.of(), true, event -> {}));
    assertThat(planned(rocksdb).action()).isEqualTo(Action.UPGRADE);
    assertThat(planned(rocksdb).notes()).noneMatch(note -> note.contains("is taken"));
    ModelReport moved = World.only(world.run(rocksdb));
    assertThat(moved.outcome()).isEqualTo(Outcome.COMMITTED);
    assertThat(moved.restoredFrom()).isEqualTo(stopped.savepoint());
  }

  @Test
  void aJobThatLeftItsStateInTheFormOfItsBackendGoesOnInThatBackendAlone() {
    Projects rocksdb = new Projects().table("totals", "agg", Map.of("state_backend", "rocksdb"));
    world.deployer().stop(Set.of(), false, event -> {});
    PlannedModel planned = planned(rocksdb);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons().getFirst()).contains("canonical", "state_backend");
  }

  @Test
  void aBackendThatCannotReadTheStateIsBlockedBeforeAnythingStops() {
    Map<String, Object> options = Map.of("table.exec.async-state.enabled", "true");
    Projects async = new Projects().table("totals", "agg", Map.of("flink_options", options));
    world.run(async);
    Projects moved =
        new Projects()
            .table("totals", "agg", Map.of("flink_options", options, "state_backend", "forst"));
    PlannedModel planned = planned(moved);
    assertThat(planned.action()).isEqualTo(Action.BLOCKED);
    assertThat(planned.reasons().getFirst()).contains("canonical", "async-state");
  }

  @Test
  void aSettingThatChangesSaysWhereItWasSetAndHowItApplies() {
    Projects longer = new Projects().table("totals", "agg", Map.of("state_ttl", "7 d"));
    assertThat(PlanText.of(world.plan(longer)))
        .contains("setting table.exec.state.ttl: (none) -> 7 d  (config state_ttl, by restart)");
  }
}
