package dev.millrace.engine.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A ledger that any released version wrote opens today, with all that was in it. */
class ReleasedLedgersTest {
  @TempDir Path folder;

  /** Each file was written by the version that had this as its newest migration, on real jobs. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4"})
  void aLedgerOfAnEarlierVersionOpensWhole(String version) throws IOException {
    try (InputStream packed =
            Objects.requireNonNull(
                getClass().getResourceAsStream("released/" + version + ".sqlite.gz"));
        InputStream file = new GZIPInputStream(packed)) {
      Files.copy(file, folder.resolve("ledger.sqlite"));
    }

    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      assertThat(ledger.deployments())
          .extracting(Deployment::model)
          .contains(
              "model.shop.customer_totals",
              "model.shop.customers",
              "model.shop.orders",
              "model.shop.orders_by_tier");
      for (Deployment deployment : ledger.deployments()) {
        assertThat(deployment.wanted()).isEqualTo(Deployment.Wanted.RUNNING);
        StoredSpec spec = ledger.spec(deployment.spec().orElseThrow());
        assertThat(spec.spec().plan()).contains("\"flinkVersion\"");
        assertThat(spec.spec().models()).containsExactly(deployment.model());
        assertThat(spec.spec().outputs().getFirst().insert()).startsWith("INSERT INTO ");
        assertThat(spec.spec().operators())
            .allSatisfy(operator -> assertThat(operator.models()).isEqualTo(deployment.models()));
        assertThat(ledger.attempts(deployment.key())).hasSize(1);
        assertThat(ledger.savepoints(deployment.key())).isEmpty();
        assertThat(ledger.operations().of(deployment.key()))
            .allSatisfy(operation -> assertThat(operation.endedAt()).isPresent());
      }
      assertThat(ledger.operations().journal()).hasSizeGreaterThan(20);
      ledger.locks().acquire(List.of("any"), "ben", "apply").close();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "2", "3", "4"})
  void onceBroughtUpToDateItOpensAgain(String version) throws IOException {
    aLedgerOfAnEarlierVersionOpensWhole(version);
    try (Ledger ledger = Ledger.open(folder, "shop", "dev")) {
      assertThat(ledger.deployments()).hasSizeGreaterThanOrEqualTo(4);
    }
  }
}
