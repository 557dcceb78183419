package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransitionsTest {
  private static final Projects TOTALS = new Projects().table("totals", "agg");
  private static final Projects HAVING = new Projects().table("totals", "agg-having");

  @TempDir Path folder;
  private final Set<String> reached = new LinkedHashSet<>();
  private int number;

  @Test
  void everyTransitionIsReachedAndNoOther() throws IOException {
    after(world -> world.cluster.topicsFail = true, world -> world.run(TOTALS));
    after(deployed(), world -> world.run(HAVING));
    after(deployed(), TransitionsTest::makeTopicAnewAfterPlanning);
    after(
        deployed().andThen(world -> world.cluster.flink.loseEverything()),
        world -> world.deployer().restore(event -> {}));
    after(
        withoutStatistics().andThen(deployed()).andThen(TransitionsTest::loseState),
        world -> world.deployer().restore(event -> {}));
    after(deployed(), TransitionsTest::restoreWhatComesBack);
    after(
        deployed().andThen(world -> world.cluster.flink.savepointsFail = true),
        world -> world.run(HAVING));
    after(
        deployed(),
        world -> {
          world.cluster.flink.savepointsFail = true;
          world.cluster.flink.savepointsFailTheJob = true;
          world.run(HAVING);
        });
    after(
        withoutStatistics().andThen(deployed()),
        world -> {
          world.cluster.flink.savepointsFail = true;
          world.cluster.flink.savepointsFailTheJob = true;
          world.cluster.flink.disk.clear();
          world.run(HAVING);
        });
    after(
        deployed().andThen(world -> world.cluster.flink.jobRunsOnAfterSavepoint = true),
        world -> world.run(HAVING));
    after(deployed(), world -> world.deployer().stop(Set.of(), true, event -> {}));
    after(
        deployed().andThen(world -> world.cluster.flink.failsAtSubmit = TransitionsTest::isNew),
        world -> world.run(HAVING));
    after(
        deployed().andThen(world -> world.cluster.flink.failsAtSubmit = submission -> true),
        world -> world.run(HAVING));
    after(world -> world.cluster.flink.checkpointsFail = true, world -> world.run(TOTALS));

    Set<String> table = new TreeSet<>();
    Transitions.TABLE.forEach(step -> table.add(step.from() + " -> " + step.to()));
    assertThat(new TreeSet<>(reached)).isEqualTo(table);
  }

  private static void makeTopicAnewAfterPlanning(World world) {
    Plan plan = world.plan(HAVING);
    world.cluster.topics.put("orders", "other");
    world.apply(plan);
  }

  @Test
  void aStepThatIsNotInTheTableIsRefused() {
    assertThatThrownBy(() -> Transitions.check(DeployState.INTENDED, DeployState.SUBMIT_REQUESTED))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theDiagramInTheDocumentationIsUpToDate() throws IOException {
    String page = Files.readString(Path.of("../../docs/deploying.md"));
    assertThat(page)
        .as("put this into docs/deploying.md:\n```mermaid\n" + Transitions.mermaid() + "```")
        .contains("```mermaid\n" + Transitions.mermaid() + "```");
  }

  private void after(Consumer<World> before, Consumer<World> work) throws IOException {
    World world = new World(Files.createDirectory(folder.resolve("w" + ++number)));
    before.accept(world);
    work.accept(world);
    reached.addAll(world.steps());
  }

  private static Consumer<World> deployed() {
    return world -> world.run(TOTALS);
  }

  private static void loseState(World world) {
    world.cluster.flink.loseEverything();
    world.cluster.flink.disk.clear();
  }

  private static Consumer<World> withoutStatistics() {
    return world -> world.cluster.flink.statisticsUnknown = true;
  }

  /** A job thought to be lost is back when its restart begins. */
  private static void restoreWhatComesBack(World world) {
    SimulatedJob job = world.cluster.flink.running("shop.dev.totals");
    world.cluster.flink.jobs.remove(job.id);
    world
        .deployer()
        .restore(
            event -> {
              if (event instanceof DeployEvent.RunStarted) {
                world.cluster.flink.jobs.put(job.id, job);
              }
            });
  }

  private static boolean isNew(Submission submission) {
    return submission instanceof Submission.CompiledPlan plan && plan.plan().contains("n > 3");
  }
}
