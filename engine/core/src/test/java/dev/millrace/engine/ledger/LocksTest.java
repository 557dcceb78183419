package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocksTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @TempDir Path folder;
  private Ledger ledger;

  @BeforeEach
  void open() {
    ledger = ledgerAt(NOON);
  }

  @AfterEach
  void close() {
    ledger.close();
  }

  @Test
  void aSecondDeployerIsToldWhoHoldsTheLock() {
    try (DeploymentLock held = ledger.locks().acquire(List.of("a", "b"), "anna", "apply")) {
      assertThatThrownBy(() -> ledger.locks().acquire(List.of("b", "c"), "ben", "apply"))
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("anna")
          .hasMessageContaining(held.id());
      ledger.locks().acquire(List.of("c"), "ben", "apply").close();
    }
    ledger.locks().acquire(List.of("b"), "ben", "apply").close();
  }

  @Test
  void aRefusedDeployerHoldsNothing() {
    try (DeploymentLock held = ledger.locks().acquire(List.of("b"), "anna", "apply")) {
      assertThatThrownBy(() -> ledger.locks().acquire(List.of("a", "b"), "ben", "apply"))
          .isInstanceOf(MillraceException.class);
      assertThat(ledger.locks().holders())
          .extracting(Locks.Holder::lockId)
          .containsExactly(held.id());
    }
  }

  @Test
  void aHolderWithoutSignOfLifeLosesTheLockAndIsToldWhenItWakes() {
    try (DeploymentLock asleep = ledger.locks().acquire(List.of("a"), "anna", "apply");
        Ledger later = ledgerAt(NOON.plus(Locks.DEAD_AFTER).plusSeconds(1));
        DeploymentLock taken = later.locks().acquire(List.of("a"), "ben", "apply")) {
      assertThat(taken.epoch()).isGreaterThan(asleep.epoch());
      assertThatThrownBy(asleep::check)
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("taken over");
      taken.check();
    }
  }

  @Test
  void aForcedLockIsGone() {
    DeploymentLock held = ledger.locks().acquire(List.of("a"), "anna", "apply");
    assertThat(ledger.locks().force("another")).isFalse();
    assertThat(ledger.locks().force(held.id())).isTrue();
    assertThatThrownBy(held::check).isInstanceOf(MillraceException.class);
    held.close();
  }

  @Test
  void ofManyThatRaceOneGetsTheLock() throws Exception {
    int racers = 8;
    Callable<Integer> race =
        () -> {
          try (Ledger own = ledgerAt(NOON)) {
            own.locks().acquire(List.of("a"), "racer", "apply");
            return 1;
          } catch (MillraceException e) {
            assertThat(e.problem().code().code()).isEqualTo("D004");
            return 0;
          }
        };
    int winners = 0;
    try (ExecutorService executor = Executors.newFixedThreadPool(racers)) {
      for (Future<Integer> future : executor.invokeAll(Collections.nCopies(racers, race))) {
        winners += future.get();
      }
    }
    assertThat(winners).isEqualTo(1);
  }

  private Ledger ledgerAt(Instant time) {
    return Ledger.open(
        new LedgerPlace.Folder(folder), "shop", "dev", Clock.fixed(time, ZoneOffset.UTC));
  }
}
