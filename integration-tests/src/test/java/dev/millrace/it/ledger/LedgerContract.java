package dev.millrace.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.ledger.JournalEntry;
import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerPlace;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What two processes on one ledger may rely on, whatever it is kept in. */
abstract class LedgerContract {
  private static final int RACES = 1000;

  @TempDir private Path folder;

  /** The address of a database; empty for a file. */
  abstract Optional<String> address();

  private UserProcess user() {
    return UserProcess.on(folder, address());
  }

  private Ledger ledger() {
    LedgerPlace place =
        address()
            .<LedgerPlace>map(LedgerPlace.Server::parse)
            .orElseGet(() -> new LedgerPlace.Folder(folder));
    return Ledger.open(place, "shop", "dev", Clock.systemUTC());
  }

  @Test
  void ofTwoThatAskAtOnceExactlyOneProceeds() {
    Random random = new Random(4711);
    int firstWon = 0;
    try (UserProcess first = user();
        UserProcess second = user()) {
      for (int race = 0; race < RACES; race++) {
        first.say("acquire " + random.nextInt(900_000));
        second.say("acquire " + random.nextInt(900_000));
        List<String> answers = List.of(first.heard(), second.heard());
        assertThat(answers).as("race %d", race).containsExactlyInAnyOrder("yes", "LOCKED");
        UserProcess winner = answers.getFirst().equals("yes") ? first : second;
        firstWon += winner == first ? 1 : 0;
        assertThat(winner.asked("release")).isEqualTo("yes");
      }
    }
    // Otherwise nothing raced.
    assertThat(firstWon).isBetween(RACES / 50, RACES - RACES / 50);
  }

  @Test
  void aHolderThatWasSuspendedAndWakesUpChangesNothing() {
    try (UserProcess sleeper = user();
        UserProcess other = user()) {
      assertThat(sleeper.asked("acquire 0")).isEqualTo("yes");
      assertThat(sleeper.asked("begin")).isEqualTo("yes");
      sleeper.signal("STOP");
      assertThat(acquiredWithin(other, Duration.ofSeconds(45)))
          .isBetween(Duration.ofSeconds(15), Duration.ofSeconds(40));
      assertThat(other.asked("begin")).isEqualTo("yes");
      List<JournalEntry> before = journal();

      sleeper.signal("CONT");

      assertThat(sleeper.asked("save")).isEqualTo("LOCKED");
      assertThat(sleeper.asked("begin")).isEqualTo("LOCKED");
      assertThat(journal()).isEqualTo(before);
      assertThat(sleeper.asked("release")).isEqualTo("yes");
      assertThat(other.asked("save")).isEqualTo("yes");
    }
  }

  @Test
  void aHolderThatWasKilledHoldsNobodyUp() {
    try (UserProcess dying = user();
        UserProcess other = user()) {
      assertThat(dying.asked("acquire 0")).isEqualTo("yes");
      dying.kill();

      assertThat(acquiredWithin(other, Duration.ofSeconds(31))).isLessThan(Duration.ofSeconds(31));
    }
  }

  private static Duration acquiredWithin(UserProcess user, Duration patience) {
    Instant begun = Instant.now();
    while (!user.asked("acquire 100000").equals("yes")) {
      assertThat(Duration.between(begun, Instant.now())).isLessThan(patience);
      try {
        Thread.sleep(200);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return Duration.between(begun, Instant.now());
  }

  private List<JournalEntry> journal() {
    try (Ledger ledger = ledger()) {
      return ledger.operations().journal();
    }
  }
}
