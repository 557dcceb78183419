package dev.millrace.engine;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.problem.Problem;
import dev.millrace.engine.problem.ProblemCode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenedLedgerTest {
  @TempDir private Path folder;
  private final AtomicInteger opened = new AtomicInteger();

  private Ledger open() {
    opened.incrementAndGet();
    return Ledger.open(folder, "shop", "dev");
  }

  @Test
  void itIsOpenedOnceHoweverItIsAskedFor() {
    try (OpenedLedger ledger = new OpenedLedger(this::open)) {
      ledger.ahead();
      ledger.ahead();
      Ledger first = ledger.get();
      ledger.ahead();
      assertThat(ledger.get()).isSameAs(first);
      assertThat(opened).hasValue(1);
    }
  }

  @Test
  void whatGoesWrongAheadIsToldWhenItIsNeededAndTriedAgain() {
    AtomicInteger tries = new AtomicInteger();
    try (OpenedLedger ledger =
        new OpenedLedger(
            () -> {
              if (tries.incrementAndGet() == 1) {
                throw new MillraceException(
                    Problem.error(ProblemCode.LEDGER_UNAVAILABLE, "The disk is full"));
              }
              return open();
            })) {
      ledger.ahead();
      assertThatThrownBy(ledger::get)
          .isInstanceOf(MillraceException.class)
          .hasMessageContaining("The disk is full");
      assertThat(ledger.get().deployments()).isEmpty();
    }
  }

  @Test
  void oneThatNobodyNeededIsClosedOnceItIsOpen() throws InterruptedException {
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch there = new CountDownLatch(1);
    AtomicReference<Ledger> late = new AtomicReference<>();
    OpenedLedger ledger =
        new OpenedLedger(
            () -> {
              try {
                go.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              late.set(open());
              there.countDown();
              return late.get();
            });
    ledger.ahead();
    ledger.close();
    go.countDown();
    assertThat(there.await(10, TimeUnit.SECONDS)).isTrue();

    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 200; i++) {
                requireNonNull(late.get()).deployments();
                TimeUnit.MILLISECONDS.sleep(50);
              }
            })
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("it is closed");
  }
}
