package dev.millrace.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few of the races of {@code benchmarks/chaos/run --races}. */
class RacesTest {
  private static final int RACES = 10;

  @Test
  void ofTwoThatRunAtOnceOneUpgradesAndTheOtherChangesNothing(@TempDir Path folder) {
    race(folder, Optional.empty());
  }

  @Test
  void theSameWithALedgerOnAServer(@TempDir Path folder) {
    try (PostgresServer server = PostgresServer.start()) {
      race(folder, Optional.of(server.address()));
    }
  }

  private static void race(Path folder, Optional<String> address) {
    try (Races races = new Races(folder, address)) {
      races.run(RACES, new Random(4712), race -> {});
      Races.Report report = races.report();
      assertThat(report.faults()).isEmpty();
      assertThat(report.races()).isEqualTo(RACES);
      assertThat(report.running()).isEqualTo(1);
    }
  }

  @Test
  void whoFellAsleepAndWakesUpChangesNothing(@TempDir Path folder) {
    try (Races races = new Races(folder, Optional.empty())) {
      Races.Woken woken = races.sleeper();
      assertThat(woken.sleeper()).doesNotContain("committed");
      assertThat(woken.nothingChanged()).isTrue();
      assertThat(races.report().running()).isEqualTo(1);
    }
  }
}
