package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.problem.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    try (Ledger ledger = Ledger.open(folder.resolve("new"), "shop", "dev")) {
      ledger.register("k", "model.shop.a", "c.d.a", "a");
      try (Stream<Path> files = Files.list(folder.resolve("new"))) {
        assertThat(files.filter(file -> file.getFileName().toString().startsWith("ledger.sqlite")))
            .filteredOn(file -> !file.toString().endsWith(".migrating"))
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void itKeepsItsIdWhenOpenedAgain() {
    String id;
    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      id = ledger.id();
    }
    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      assertThat(ledger.id()).isEqualTo(id);
    }
  }

  @Test
  void aKeyIsStableAndFollowsARenamedModel() {
    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      String key = ledger.newKey("model.shop.totals");
      assertThat(ledger.newKey("model.shop.totals")).isEqualTo(key).startsWith("totals-");
      ledger.register(key, "model.shop.totals", "c.d.totals", "totals");
      ledger.register(key, "model.shop.revenue", "c.d.revenue", "revenue");
      assertThat(ledger.deploymentOf("model.shop.revenue").orElseThrow().key()).isEqualTo(key);
      assertThat(ledger.newKey("model.shop.totals"))
          .as("a new model under the old name is another deployment")
          .isNotEqualTo(key);
    }
  }

  @Test
  void aFileThatIsNoLedgerIsSaidToBeUnusable() throws IOException {
    Files.writeString(folder.resolve("ledger.sqlite"), "this is no database, but a diary");
    assertThatThrownBy(() -> Ledger.open(folder, "shop", "dev"))
        .isInstanceOf(MillraceException.class)
        .hasMessageContaining("ledger.sqlite")
        .hasMessageContaining("D005");
  }

  @Test
  void theNewestMigrationIsTheOneTheShortCutKnows() throws IOException {
    Path migrations = Path.of("src/main/resources/dev/millrace/engine/ledger/migration");
    try (Stream<Path> files = Files.list(migrations)) {
      assertThat(
              files
                  .map(file -> file.getFileName().toString().replaceFirst("V(\\d+)__.*", "$1"))
                  .mapToInt(Integer::parseInt)
                  .max())
          .hasValue(Integer.parseInt(Migrations.NEWEST));
    }
  }
}
