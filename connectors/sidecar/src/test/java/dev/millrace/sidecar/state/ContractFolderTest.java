package dev.millrace.sidecar.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContractFolderTest {
  @TempDir private Path folder;

  @Test
  void theOneNobodyAskedForTheLongestGoesFirst() throws IOException {
    ContractFolder contracts = new ContractFolder(folder, 2);
    keep(contracts, "a");
    keep(contracts, "b");
    beMadeOn(contracts.of("a"), "2026-01-01T00:00:00Z");
    beMadeOn(contracts.of("b"), "2026-01-02T00:00:00Z");

    assertThat(contracts.has("a")).isTrue();
    keep(contracts, "c");

    assertThat(contracts.has("a")).isTrue();
    assertThat(contracts.has("b")).isFalse();
    assertThat(contracts.has("c")).isTrue();
  }

  @Test
  void whatIsBeingMadeIsNotTidiedAway() throws IOException {
    ContractFolder contracts = new ContractFolder(folder, 1);
    Path running = contracts.begin();
    keep(contracts, "a");
    keep(contracts, "b");

    assertThat(running).exists();
  }

  @Test
  void theFirstOfTwoAlikeIsKept() throws IOException {
    ContractFolder contracts = new ContractFolder(folder, 5);
    keep(contracts, "a");
    keep(contracts, "a");

    assertThat(contracts.has("a")).isTrue();
  }

  /** All find the same ones too many, and each must find its own. */
  @Test
  void manyAtOnceDoNotFailByEachOthersTidying() throws Exception {
    ContractFolder contracts = new ContractFolder(folder, 8);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> kept = new ArrayList<>();
      for (int i = 0; i < 400; i++) {
        String hash = "h" + i;
        kept.add(
            threads.submit(
                () -> {
                  keep(contracts, hash);
                  return hash;
                }));
      }
      for (Future<?> each : kept) {
        each.get();
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left.count()).isEqualTo(8);
    }
  }

  private static void keep(ContractFolder contracts, String hash) throws IOException {
    Path run = contracts.begin();
    Path savepoint = Files.createDirectory(run.resolve("savepoint-1"));
    Files.writeString(savepoint.resolve("_metadata"), hash);
    Files.writeString(savepoint.resolve("more"), hash);
    contracts.keep(hash, savepoint);
    ContractFolder.delete(run);
  }

  private static void beMadeOn(Path path, String instant) throws IOException {
    Files.setLastModifiedTime(path, FileTime.from(Instant.parse(instant)));
  }
}
