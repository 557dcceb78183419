package dev.millrace.it.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.engine.ledger.Ledger;
import dev.millrace.engine.ledger.LedgerPlace;
import dev.millrace.engine.problem.MillraceException;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two processes that share a database. */
class PostgresLedgerTest extends LedgerContract {
  private final PostgresServer server = PostgresServer.start();

  @AfterEach
  void stop() {
    server.close();
  }

  @Override
  Optional<String> address() {
    return Optional.of(server.address());
  }

  @Test
  void aLedgerOutlivesItsConnection() {
    LedgerPlace place = LedgerPlace.Server.parse(server.address());
    try (Ledger ledger = Ledger.open(place, "shop", "prod", Clock.systemUTC())) {
      ledger.register("totals-1", "model.shop.totals", LedgerUser.totals());
      server.restart();
      try {
        ledger.deployments();
      } catch (MillraceException e) {
        assertThat(e).hasMessageNotContaining(PostgresServer.PASSWORD);
      }

      assertThat(ledger.deployments()).hasSize(1);
    }
  }

  @Test
  void projectsAndTargetsInOneDatabaseDoNotMeet() {
    LedgerPlace place = LedgerPlace.Server.parse(server.address());
    try (Ledger prod = Ledger.open(place, "shop", "prod", Clock.systemUTC());
        Ledger dev = Ledger.open(place, "shop", "dev", Clock.systemUTC());
        Ledger again = Ledger.open(place, "shop", "prod", Clock.systemUTC())) {
      prod.register("totals-1", "model.shop.totals", LedgerUser.totals());

      assertThat(dev.deployments()).isEmpty();
      assertThat(again.deployments()).hasSize(1);
      assertThat(again.id()).isEqualTo(prod.id()).isNotEqualTo(dev.id());
    }
  }
}
