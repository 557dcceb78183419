package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.engine.connect.ChangelogKind;
import dev.millrace.engine.connect.RelationName;
import dev.millrace.engine.problem.MillraceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {
  @TempDir Path folder;

  @Test
  void onlyItsOwnerCanReadIt() throws IOException {
    try (Ledger ledger = Ledger.open(folder.resolve("new"), "shop", "dev")) {
      ledger.register("k", "model.shop.a", spec("a"));
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
      ledger.register(key, "model.shop.totals", spec("totals"));
      ledger.register(key, "model.shop.revenue", spec("revenue"));
      assertThat(ledger.deploymentOf("model.shop.revenue").orElseThrow().key()).isEqualTo(key);
      assertThat(ledger.newKey("model.shop.totals"))
          .as("a new model under the old name is another deployment")
          .isNotEqualTo(key);
    }
  }

  @Test
  void aJobOfSeveralModelsIsTheDeploymentOfEach() {
    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      ledger.register("marts-1", "job.shop.marts", spec("totals", "daily"));
      assertThat(ledger.deploymentOf("model.shop.daily").orElseThrow())
          .isEqualTo(ledger.deploymentOf("model.shop.totals").orElseThrow())
          .satisfies(
              deployment ->
                  assertThat(deployment.models())
                      .containsExactly("model.shop.totals", "model.shop.daily"));
    }
  }

  private static JobSpec spec(String... names) {
    return new JobSpec(
        names[0],
        Stream.of(names)
            .map(
                name ->
                    new JobOutput(
                        "model.shop." + name,
                        "models/" + name + ".sql",
                        new RelationName("c", "d", name),
                        "SELECT 1",
                        "INSERT INTO " + name + " SELECT 1",
                        List.of(),
                        List.of(),
                        ChangelogKind.INSERT_ONLY))
            .toList(),
        List.of(),
        "{}",
        "1-0",
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        List.of());
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
