package dev.millrace.engine.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.connect.Submission;
import dev.millrace.engine.ledger.JournalEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What counts as one of the models that are deployed at the same time, and what does not. */
class SlotsTest {
  @TempDir Path folder;
  private World world;

  @BeforeEach
  void open() {
    world = new World(folder);
  }

  private DeployReport oneAtATime(Projects project) {
    return world
        .deployer()
        .apply(world.plan(project), new DeployOptions(true, 1), world.cluster.crash::accept);
  }

  @Test
  void aJobThatOnlyHasToProveItselfHoldsNoSlot() {
    Projects two = new Projects().table("slow", "agg").table("quick", "stateless");
    List<Submission> all = world.cluster.flink.submissions;
    world.cluster.flink.hangs = submission -> all.size() < 2;
    DeployReport report = oneAtATime(two);
    assertThat(report.models()).extracting(ModelReport::outcome).containsOnly(Outcome.COMMITTED);
  }

  @Test
  void aModelWaitsForTheProofOfThoseItReadsThoughASlotIsFree() {
    Projects chain = new Projects().table("first", "stateless").table("second", "agg", "first");
    List<String> committedBefore = new ArrayList<>();
    world.cluster.flink.failsAtSubmit =
        submission -> {
          if (submission.jobName().endsWith("second")) {
            committedBefore.addAll(committed());
          }
          return false;
        };
    oneAtATime(chain);
    assertThat(committedBefore).containsExactly(world.deployment("first").key());
  }

  private List<String> committed() {
    return world.ledger.operations().journal().stream()
        .filter(entry -> entry.state().equals(DeployState.COMMITTED.name()))
        .filter(entry -> entry.moment() == JournalEntry.Moment.ENTERED)
        .map(JournalEntry::deployment)
        .toList();
  }
}
