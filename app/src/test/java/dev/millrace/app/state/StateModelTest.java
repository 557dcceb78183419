package dev.millrace.app.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.app.fx.Text;
import dev.millrace.app.results.FxQueue;
import dev.millrace.app.state.StateRow.Content;
import dev.millrace.app.watch.ClusterSnapshot;
import dev.millrace.app.watch.ClusterState;
import dev.millrace.app.watch.JobHealth;
import dev.millrace.app.watch.ModelStatus;
import dev.millrace.app.work.Work;
import dev.millrace.app.work.Works;
import dev.millrace.engine.connect.CheckpointReport;
import dev.millrace.engine.connect.JobId;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.connect.StateSnapshot;
import dev.millrace.engine.connect.StateTools;
import dev.millrace.engine.deploy.DeploymentStatus;
import dev.millrace.engine.inspect.Memory;
import dev.millrace.engine.ledger.Savepoint;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StateModelTest {
  private static final String TOTALS = "model.shop.totals";
  private static final String ORDERS = "model.shop.orders";
  private static final Savepoint SAVEPOINT =
      new Savepoint("file:/sp/1", "key", 1, Savepoint.Origin.UPGRADE, 50, RecordedMemories.NOON);

  private final FxQueue fx = new FxQueue();
  private final RecordedMemories memories = new RecordedMemories();
  private final StateModel model = model(false);

  private StateModel model(boolean restricted) {
    return new StateModel(
        memories,
        restricted,
        new Works(fx),
        fx,
        Clock.fixed(RecordedMemories.NOON, ZoneOffset.UTC),
        Text.beside(StateFeature.class));
  }

  @Test
  void whoRemembersMostStandsFirstAndIsShown() {
    memories.remembers(ORDERS, 10).remembers(TOTALS, 900).remembers("model.shop.a", 20);
    model.opened();
    settle();
    assertThat(model.rows().get())
        .extracting(StateRow::name)
        .containsExactly("totals", "a", "orders");
    assertThat(model.chosen().get().map(StateRow::name)).hasValue("totals");
    assertThat(model.memory().map(memory -> memory.snapshot().bytes())).hasValue(900L);
  }

  @Test
  void aJobWithoutACheckpointSaysSoAndTheOthersAreToldAllTheSame() {
    memories.deployed(ORDERS).remembers(TOTALS, 900);
    model.opened();
    settle();
    assertThat(model.rows().get().getLast().content())
        .isInstanceOfSatisfying(
            Content.Refused.class,
            refused -> assertThat(refused.problem().message()).contains("no checkpoint"));
    assertThat(model.problems().get()).isEmpty();
    assertThat(model.rows().get().getFirst().bytes()).hasValue(900);
  }

  @Test
  void aClusterThatIsAwayIsAskedOnceAndWhatWasKnownStays() {
    memories.remembers(ORDERS, 10).remembers(TOTALS, 900);
    model.opened();
    settle();
    memories.calls.clear();
    memories.away =
        new MillraceException(Problem.error(ProblemCode.CLUSTER_UNREACHABLE, "Nobody answers"));
    model.look();
    settle();
    assertThat(memories.calls).containsExactly("jobs", "newest totals");
    assertThat(model.problems().get()).extracting(Problem::message).contains("Nobody answers");
    assertThat(model.memory()).isPresent();
    memories.away = null;
    model.look();
    settle();
    assertThat(model.problems().get()).isEmpty();
  }

  @Test
  void theJobOfAModelIsReadFirstAlsoWhenItFillsTheTablesOfSeveral() {
    memories.remembers(TOTALS, 900).deployed("job.shop.marts", "model.shop.a", "model.shop.b");
    model.choose("model.shop.b");
    model.opened();
    settle();
    assertThat(memories.calls).startsWith("jobs", "newest marts");
    assertThat(model.chosen().get().map(StateRow::name)).hasValue("marts");
    assertThat(model.shown().get()).isInstanceOf(Content.Refused.class);
  }

  @Test
  void aModelThatIsNotDeployedLeavesTheChoiceToTheMost() {
    memories.remembers(TOTALS, 900);
    model.choose(ORDERS);
    model.opened();
    settle();
    assertThat(model.chosen().get().map(StateRow::name)).hasValue("totals");
  }

  @Test
  void aSavepointIsShownInsteadAndTheNewestAgain() {
    memories.remembers(TOTALS, 900);
    memories.savepoints = List.of(SAVEPOINT);
    memories.atPath.put(SAVEPOINT.path(), canonical(50));
    model.opened();
    settle();
    fx.until("savepoints are known", () -> {}, () -> !model.places().get().isEmpty());
    model.choose(Optional.of(SAVEPOINT));
    assertThat(model.memory()).isEmpty();
    fx.until("it is read", () -> {}, () -> model.memory().isPresent());
    assertThat(model.memory().map(Memory::path)).hasValue("file:/sp/1");
    // The newest is read again, and does not push away what somebody looks at.
    memories.newest.put(
        TOTALS, RecordedMemories.memory(TOTALS, "file:/chk/13", StateSnapshot.Format.NATIVE, 950));
    model.look();
    settle();
    assertThat(model.memory().map(Memory::path)).hasValue("file:/sp/1");
    model.choose(Optional.empty());
    assertThat(model.memory().map(Memory::path)).hasValue("file:/chk/13");
  }

  @Test
  void aSavepointThatIsGoneSaysSo() {
    memories.remembers(TOTALS, 900);
    memories.savepoints = List.of(SAVEPOINT);
    model.opened();
    settle();
    model.choose(Optional.of(SAVEPOINT));
    fx.until("it is told", () -> {}, () -> model.shown().get() instanceof Content.Refused);
  }

  @Test
  void entriesOfACheckpointCannotBeCountedAndItSaysWhy() {
    memories.remembers(TOTALS, 900);
    model.opened();
    settle();
    assertThat(model.obstacle()).contains("canonical format");
    model.count();
    assertThat(model.work().get()).isEmpty();
    assertThat(memories.calls).noneMatch(call -> call.startsWith("count"));
  }

  @Test
  void whatWasCountedStaysCounted() {
    memories.deployed(TOTALS);
    memories.newest.put(TOTALS, canonical(50));
    memories.reasons = List.of("one operator is in a form of its own");
    model.opened();
    settle();
    assertThat(model.obstacle()).isEmpty();
    assertThat(entries()).isEmpty();
    model.count();
    settleCount();
    assertThat(entries()).hasValue(7L);
    assertThat(model.uncounted()).containsExactly("one operator is in a form of its own");
    model.look();
    settle();
    assertThat(entries()).hasValue(7L);
  }

  @Test
  void countingThatIsCancelledLeavesEverythingAsItWas() {
    memories.deployed(TOTALS);
    memories.newest.put(TOTALS, canonical(50));
    memories.countWaits = true;
    model.opened();
    settle();
    model.count();
    assertThat(model.mayCount()).isFalse();
    fx.until(
        "it counts", () -> {}, () -> memories.calls.stream().anyMatch(c -> c.startsWith("count")));
    model.work().get().ifPresent(Work::cancel);
    settleCount();
    assertThat(entries()).isEmpty();
    assertThat(model.countProblems().get()).isEmpty();
    assertThat(model.mayCount()).isTrue();
  }

  @Test
  void countingThatFailsSaysWhy() {
    memories.deployed(TOTALS);
    memories.newest.put(TOTALS, canonical(50));
    memories.countRefusal =
        new MillraceException(Problem.error(ProblemCode.STATE_UNREADABLE, "A file is gone"));
    model.opened();
    settle();
    model.count();
    settleCount();
    assertThat(model.countProblems().get()).extracting(Problem::message).contains("A file is gone");
    assertThat(model.memory()).isPresent();
  }

  @Test
  void aFolderThatIsNotTrustedReadsNothing() {
    memories.remembers(TOTALS, 900);
    StateModel closed = model(true);
    closed.opened();
    closed.look();
    closed.see(answers(true));
    assertThat(memories.calls).isEmpty();
    assertThat(closed.looking().get()).isFalse();
  }

  @Test
  void whereNothingIsDeployedNothingIsAskedOfTheCluster() {
    model.opened();
    settle();
    assertThat(memories.calls).containsExactly("jobs");
    assertThat(model.rows().get()).isEmpty();
    assertThat(model.looked()).isTrue();
    assertThat(model.problems().get()).isEmpty();
  }

  @Test
  void aFirstCheckpointIsReadByItselfWhileSomebodyLooks() {
    memories.deployed(TOTALS);
    model.see(answers(false));
    assertThat(memories.calls).isEmpty();
    model.opened();
    settle();
    assertThat(model.memory()).isEmpty();
    memories.newest.put(TOTALS, canonical(50));
    model.see(answers(false));
    assertThat(model.looking().get()).as("nothing is new").isFalse();
    model.see(answers(true));
    settle();
    assertThat(model.memory()).isPresent();
    memories.calls.clear();
    model.closed();
    model.see(answers(false));
    assertThat(model.looking().get()).isFalse();
    assertThat(memories.calls).isEmpty();
  }

  @Test
  void aTabThatIsOpenedAgainReadsAgain() {
    memories.remembers(TOTALS, 900);
    model.opened();
    model.closed();
    settle();
    memories.calls.clear();
    model.opened();
    settle();
    assertThat(memories.calls).containsExactly("jobs", "newest totals");
  }

  private static Memory canonical(long bytes) {
    return RecordedMemories.memory(TOTALS, SAVEPOINT.path(), StateSnapshot.Format.CANONICAL, bytes);
  }

  private Optional<Long> entries() {
    return model
        .memory()
        .flatMap(memory -> memory.operators().getFirst().states().getFirst().count())
        .map(StateTools.Count::entries);
  }

  private static ClusterSnapshot answers(boolean checkpoint) {
    Optional<CheckpointReport.Snapshot> newest =
        Optional.of(new CheckpointReport.Snapshot(1, "file:/chk/1", RecordedMemories.NOON, 50))
            .filter(known -> checkpoint);
    DeploymentStatus status =
        new DeploymentStatus(
            TOTALS,
            List.of(TOTALS),
            "key",
            new RelationName("default_catalog", "dev_shop", "totals"),
            "shop.dev.totals",
            true,
            Optional.of(JobId.derive("totals")),
            Optional.empty(),
            Optional.of(new CheckpointReport(0, 0, newest, Optional.empty(), Optional.empty())),
            Optional.empty(),
            Optional.of(RecordedMemories.NOON),
            Optional.empty(),
            "as it is");
    return new ClusterSnapshot(
        new ClusterState.Answers(),
        "dev",
        Map.of(TOTALS, new ModelStatus(JobHealth.RUNNING, status, Optional.empty())),
        RecordedMemories.NOON);
  }

  private void settle() {
    fx.until("it has been read", () -> {}, () -> !model.looking().get());
  }

  private void settleCount() {
    fx.until("counting has ended", () -> {}, () -> model.work().get().isEmpty());
  }
}
