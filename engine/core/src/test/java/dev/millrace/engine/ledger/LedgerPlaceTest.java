package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import dev.millrace.engine.trust.Secret;
import java.time.Clock;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerPlaceTest {
  @Test
  void anAddressIsReadAsPostgresWritesIt() {
    LedgerPlace.Server server =
        LedgerPlace.Server.parse("postgresql://anna:p%40ss+w@db:6543/teams?sslmode=require");

    assertThat(server.url()).isEqualTo("jdbc:postgresql://db:6543/teams?sslmode=require");
    assertThat(server.user()).contains("anna");
    assertThat(server.password()).contains(Secret.of("p@ss+w"));
    assertThat(server.toString()).doesNotContain("p@ss");
  }

  @Test
  void userAndPasswordMayStandAmongTheOptions() {
    LedgerPlace.Server server =
        LedgerPlace.Server.parse("jdbc:postgresql://db/teams?user=anna&password=canary&ssl=true");

    assertThat(server)
        .isEqualTo(
            new LedgerPlace.Server(
                "jdbc:postgresql://db/teams?ssl=true",
                Optional.of("anna"),
                Optional.of(Secret.of("canary"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "mysql://anna:canary@db/teams",
        "postgresql://anna:canary@db",
        "anna:canary",
        "postgresql://anna:can ary@db/teams",
        ""
      })
  void whatIsNoAddressIsRefusedWithoutQuotingIt(String address) {
    assertThatThrownBy(() -> LedgerPlace.Server.parse(address))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("not the address of a PostgreSQL database")
        .hasMessageNotContaining("canary")
        .hasNoCause();
  }

  @Test
  void schemasOfTwoProjectsDifferAlsoWhereTheirNamesLookAlike() {
    LedgerPlace place = LedgerPlace.Server.parse("postgresql://db/teams");

    assertThat(Storages.of(place, "my-shop", "prod").name())
        .startsWith("postgresql://db/teams (schema millrace_my_shop_prod_")
        .isNotEqualTo(Storages.of(place, "my_shop", "prod").name());
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsNamedWithoutItsPassword() {
    LedgerPlace place = LedgerPlace.Server.parse("postgresql://anna:canary@127.0.0.1:1/teams");

    assertThatThrownBy(() -> Ledger.open(place, "shop", "prod", Clock.systemUTC()))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("postgresql://127.0.0.1:1/teams")
        .hasMessageNotContaining("canary");
  }
}
