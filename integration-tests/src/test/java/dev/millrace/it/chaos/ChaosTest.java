package dev.millrace.it.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A few of the kills of {@code benchmarks/chaos/run}. */
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("ChaosTest")
class ChaosTest {
  private static final int POINTS = 8;
  private static final int INSTANTS = 4;

  private static final long SEED = 20;

  @TempDir private Path folder;

  @Test
  void whereverTheEngineIsKilledNothingIsLostDoubledOrForgotten() throws Exception {
    ChaosReport report;
    try (Rig rig = Rig.start(folder)) {
      Chaos chaos =
          new Chaos(rig, Files.createDirectories(folder.resolve("said")), System.out::println);
      chaos.points(Points.ofTable().some(POINTS, new Random(SEED)));
      chaos.random(INSTANTS, new Random(SEED));
      report = chaos.finish();
    }

    assertThat(report.isClean()).as("with seed %d: %s", SEED, report.json()).isTrue();
    assertThat(report.points()).isEqualTo(POINTS);
    assertThat(report.random()).isEqualTo(INSTANTS);
  }
}
